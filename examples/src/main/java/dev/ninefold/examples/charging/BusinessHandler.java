package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.StationReply;
import dev.ninefold.examples.ocpp.StationRequest;
import dev.ninefold.examples.ocpp.StationRequest.Authorize;
import dev.ninefold.examples.ocpp.StationRequest.BootNotification;
import dev.ninefold.examples.ocpp.StationRequest.DataTransfer;
import dev.ninefold.examples.ocpp.StationRequest.Heartbeat;
import dev.ninefold.examples.ocpp.StationRequest.MeterValues;
import dev.ninefold.examples.ocpp.StationRequest.StartTransaction;
import dev.ninefold.examples.ocpp.StationRequest.StatusNotification;
import dev.ninefold.examples.ocpp.StationRequest.StopTransaction;
import dev.ninefold.gen.Request;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;

/** Runs a {@link StationHandler} among the handlers of a station. */
final class BusinessHandler implements EventHandler<BusinessHandler.Running<?>, StationEvent, Request<?>> {

  static final HandlerKey<BusinessHandler> KEY = HandlerKey.of(BusinessHandler.class);

  /** The handler, and its state. */
  record Running<S>(StationHandler<S> handler, S state) {}

  private final StationId station;
  private final StationHandler<?> handler;

  BusinessHandler(StationId station, StationHandler<?> handler) {
    this.station = station;
    this.handler = handler;
  }

  @Override
  public HandlerInit<Running<?>> init() throws Exception {
    return HandlerInit.ok(start(handler));
  }

  private <S> Running<S> start(StationHandler<S> handler) throws Exception {
    return new Running<>(handler, handler.init(station));
  }

  @Override
  public HandlerNext<Running<?>> handleEvent(StationEvent event, Running<?> running) throws Exception {
    return HandlerNext.ok(handle(event, running));
  }

  // tag::event[]
  private <S> Running<S> handle(StationEvent event, Running<S> running) throws Exception {
    StationHandler<S> business = running.handler();
    if (event instanceof StationEvent.Requested(long number, StationRequest<?> request, Context context)) {
      Answer<? extends StationReply, S> answer = ask(business, request, context, running.state());
      Station.reply(station, number, answer.reply());
      return new Running<>(business, answer.state());
    }
    return new Running<>(business, business.handleEvent(event, running.state()));
  }
  // end::event[]

  private static <S> Answer<? extends StationReply, S> ask(
      StationHandler<S> handler, StationRequest<?> request, Context context, S state) throws Exception {
    return switch (request) {
      case BootNotification it -> handler.bootNotification(it, context, state);
      case Heartbeat it -> handler.heartbeat(it, context, state);
      case Authorize it -> handler.authorize(it, context, state);
      case StartTransaction it -> handler.startTransaction(it, context, state);
      case StopTransaction it -> handler.stopTransaction(it, context, state);
      case MeterValues it -> handler.meterValues(it, context, state);
      case StatusNotification it -> handler.statusNotification(it, context, state);
      case DataTransfer it -> handler.dataTransfer(it, context, state);
    };
  }
}

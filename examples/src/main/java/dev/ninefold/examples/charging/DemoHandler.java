package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.AuthorizationStatus;
import dev.ninefold.examples.ocpp.IdTagInfo;
import dev.ninefold.examples.ocpp.RegistrationStatus;
import dev.ninefold.examples.ocpp.StationReply;
import dev.ninefold.examples.ocpp.StationReply.AuthorizeReply;
import dev.ninefold.examples.ocpp.StationReply.BootNotificationReply;
import dev.ninefold.examples.ocpp.StationReply.HeartbeatReply;
import dev.ninefold.examples.ocpp.StationReply.MeterValuesReply;
import dev.ninefold.examples.ocpp.StationReply.StartTransactionReply;
import dev.ninefold.examples.ocpp.StationReply.StatusNotificationReply;
import dev.ninefold.examples.ocpp.StationReply.StopTransactionReply;
import dev.ninefold.examples.ocpp.StationRequest.Authorize;
import dev.ninefold.examples.ocpp.StationRequest.BootNotification;
import dev.ninefold.examples.ocpp.StationRequest.Heartbeat;
import dev.ninefold.examples.ocpp.StationRequest.MeterValues;
import dev.ninefold.examples.ocpp.StationRequest.StartTransaction;
import dev.ninefold.examples.ocpp.StationRequest.StatusNotification;
import dev.ninefold.examples.ocpp.StationRequest.StopTransaction;
import java.util.Optional;

/**
 * The business logic of the demonstration: every station is welcome, and every card but those whose number begins with {@code BLOCKED}. It counts the
 * requests of its station, and fails if it is given poison.
 */
final class DemoHandler implements StationHandler<Integer> {

  static final String BLOCKED = "BLOCKED";

  private static final int HEARTBEAT_SECONDS = 60;

  private final Poison poison;

  DemoHandler(Poison poison) {
    this.poison = poison;
  }

  @Override
  public Integer init(StationId station) {
    return 0;
  }

  @Override
  public Answer<BootNotificationReply, Integer> bootNotification(BootNotification request, Context context, Integer requests) {
    return answer(new BootNotificationReply(RegistrationStatus.ACCEPTED, context.now(), HEARTBEAT_SECONDS), requests);
  }

  @Override
  public Answer<HeartbeatReply, Integer> heartbeat(Heartbeat request, Context context, Integer requests) {
    return answer(new HeartbeatReply(context.now()), requests);
  }

  @Override
  public Answer<AuthorizeReply, Integer> authorize(Authorize request, Context context, Integer requests) {
    return answer(new AuthorizeReply(card(request.idTag())), requests);
  }

  @Override
  public Answer<StartTransactionReply, Integer> startTransaction(StartTransaction request, Context context, Integer requests) {
    return answer(new StartTransactionReply(card(request.idTag()), context.newTransactionId()), requests);
  }

  @Override
  public Answer<StopTransactionReply, Integer> stopTransaction(StopTransaction request, Context context, Integer requests) {
    return answer(new StopTransactionReply(request.idTag().map(DemoHandler::card)), requests);
  }

  @Override
  public Answer<MeterValuesReply, Integer> meterValues(MeterValues request, Context context, Integer requests) {
    return answer(new MeterValuesReply(), requests);
  }

  @Override
  public Answer<StatusNotificationReply, Integer> statusNotification(
      StatusNotification request, Context context, Integer requests) {
    return answer(new StatusNotificationReply(), requests);
  }

  private <R extends StationReply> Answer<R, Integer> answer(R reply, Integer requests) {
    poison.take();
    return new Answer<>(reply, requests + 1);
  }

  private static IdTagInfo card(String idTag) {
    return new IdTagInfo(Optional.empty(), Optional.empty(),
        idTag.startsWith(BLOCKED) ? AuthorizationStatus.BLOCKED : AuthorizationStatus.ACCEPTED);
  }

  @Override
  public Integer handleEvent(StationEvent event, Integer requests) {
    if (event instanceof StationEvent.Crash) {
      throw new IllegalStateException("somebody wanted to see this crash");
    }
    return requests;
  }
}

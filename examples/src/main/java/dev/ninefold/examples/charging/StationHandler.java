package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.DataTransferStatus;
import dev.ninefold.examples.ocpp.StationReply.AuthorizeReply;
import dev.ninefold.examples.ocpp.StationReply.BootNotificationReply;
import dev.ninefold.examples.ocpp.StationReply.DataTransferReply;
import dev.ninefold.examples.ocpp.StationReply.HeartbeatReply;
import dev.ninefold.examples.ocpp.StationReply.MeterValuesReply;
import dev.ninefold.examples.ocpp.StationReply.StartTransactionReply;
import dev.ninefold.examples.ocpp.StationReply.StatusNotificationReply;
import dev.ninefold.examples.ocpp.StationReply.StopTransactionReply;
import dev.ninefold.examples.ocpp.StationRequest.Authorize;
import dev.ninefold.examples.ocpp.StationRequest.BootNotification;
import dev.ninefold.examples.ocpp.StationRequest.DataTransfer;
import dev.ninefold.examples.ocpp.StationRequest.Heartbeat;
import dev.ninefold.examples.ocpp.StationRequest.MeterValues;
import dev.ninefold.examples.ocpp.StationRequest.StartTransaction;
import dev.ninefold.examples.ocpp.StationRequest.StatusNotification;
import dev.ninefold.examples.ocpp.StationRequest.StopTransaction;

/**
 * The business logic of a charging network: what the integrator of the management system writes. Each station has a handler of its own, with
 * a state of its own, and asks it one thing at a time.
 *
 * <p>A callback may throw. Then the station gets an internal error for that request, and the handler goes on with the state before it. A
 * callback that takes longer than {@link Station#PATIENCE} counts as failed, too; its reply comes to nothing.
 *
 * @param <S> the state
 */
// tag::handler[]
public interface StationHandler<S> {

  /** Called before the first request of the station. */
  S init(StationId station) throws Exception;

  /** A station has started. Only a station that is accepted may do more. */
  Answer<BootNotificationReply, S> bootNotification(BootNotification request, Context context, S state) throws Exception;

  /** Whether a card may charge. */
  Answer<AuthorizeReply, S> authorize(Authorize request, Context context, S state) throws Exception;

  /** A transaction starts. Its number is to be {@link Context#newTransactionId}; it is remembered if the card is accepted. */
  Answer<StartTransactionReply, S> startTransaction(StartTransaction request, Context context, S state) throws Exception;

  /** A transaction has stopped. */
  Answer<StopTransactionReply, S> stopTransaction(StopTransaction request, Context context, S state) throws Exception;

  /** The station wants to know the time. Not overridden, it is told. */
  default Answer<HeartbeatReply, S> heartbeat(Heartbeat request, Context context, S state) throws Exception {
    return new Answer<>(new HeartbeatReply(context.now()), state);
  }

  /** The meter of a connector was read. Not overridden, that is acknowledged. */
  default Answer<MeterValuesReply, S> meterValues(MeterValues request, Context context, S state) throws Exception {
    return new Answer<>(new MeterValuesReply(), state);
  }

  /** A connector has another state. Not overridden, that is acknowledged. */
  default Answer<StatusNotificationReply, S> statusNotification(StatusNotification request, Context context, S state)
      throws Exception {
    return new Answer<>(new StatusNotificationReply(), state);
  }

  /** What OCPP has no message for. Not overridden, the vendor is unknown. */
  default Answer<DataTransferReply, S> dataTransfer(DataTransfer request, Context context, S state) throws Exception {
    return new Answer<>(new DataTransferReply(DataTransferStatus.UNKNOWN_VENDOR_ID), state);
  }

  /** Anything else that happens to the station. Not overridden, it is passed over. */
  default S handleEvent(StationEvent event, S state) throws Exception {
    return state;
  }
}
// end::handler[]

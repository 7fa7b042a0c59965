package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.AuthorizationStatus;
import dev.ninefold.examples.ocpp.IdTagInfo;
import dev.ninefold.examples.ocpp.RegistrationStatus;
import dev.ninefold.examples.ocpp.StationReply.AuthorizeReply;
import dev.ninefold.examples.ocpp.StationReply.BootNotificationReply;
import dev.ninefold.examples.ocpp.StationReply.HeartbeatReply;
import dev.ninefold.examples.ocpp.StationReply.StartTransactionReply;
import dev.ninefold.examples.ocpp.StationReply.StopTransactionReply;
import dev.ninefold.examples.ocpp.StationRequest.Authorize;
import dev.ninefold.examples.ocpp.StationRequest.BootNotification;
import dev.ninefold.examples.ocpp.StationRequest.Heartbeat;
import dev.ninefold.examples.ocpp.StationRequest.StartTransaction;
import dev.ninefold.examples.ocpp.StationRequest.StopTransaction;
import java.util.Optional;

/**
 * Business logic for tests. The state counts the requests that were handled, and is shown as the interval of heartbeats. A card tells what to
 * do: {@code crash} throws, {@code long} replies with what OCPP does not allow, {@code wait} does not come back before it is let.
 */
final class TestHandler implements StationHandler<Integer> {

  /** What {@code wait} waits for. */
  interface Gate {
    void pass() throws InterruptedException;
  }

  private final Gate gate;

  TestHandler(Gate gate) {
    this.gate = gate;
  }

  @Override
  public Integer init(StationId station) {
    return 0;
  }

  @Override
  public Answer<BootNotificationReply, Integer> bootNotification(BootNotification request, Context context, Integer count) {
    return new Answer<>(new BootNotificationReply(RegistrationStatus.ACCEPTED, context.now(), count), count + 1);
  }

  @Override
  public Answer<HeartbeatReply, Integer> heartbeat(Heartbeat request, Context context, Integer count) {
    return new Answer<>(new HeartbeatReply(context.now()), count + 1);
  }

  @Override
  public Answer<AuthorizeReply, Integer> authorize(Authorize request, Context context, Integer count) throws Exception {
    return new Answer<>(new AuthorizeReply(card(request.idTag())), count + 1);
  }

  @Override
  public Answer<StartTransactionReply, Integer> startTransaction(StartTransaction request, Context context, Integer count)
      throws Exception {
    return new Answer<>(new StartTransactionReply(card(request.idTag()), context.newTransactionId()), count + 1);
  }

  @Override
  public Answer<StopTransactionReply, Integer> stopTransaction(StopTransaction request, Context context, Integer count) {
    return new Answer<>(new StopTransactionReply(), count + 1);
  }

  private IdTagInfo card(String idTag) throws InterruptedException {
    switch (idTag) {
      case "crash" -> throw new IllegalStateException("told to crash");
      case "wait" -> gate.pass();
      default -> {}
    }
    var status = idTag.equals("blocked") ? AuthorizationStatus.BLOCKED : AuthorizationStatus.ACCEPTED;
    return new IdTagInfo(Optional.empty(), idTag.equals("long") ? Optional.of("x".repeat(21)) : Optional.empty(), status);
  }
}

package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.AvailabilityStatus;
import dev.ninefold.examples.ocpp.CentralReply;
import dev.ninefold.examples.ocpp.CentralRequest;
import dev.ninefold.examples.ocpp.CommandStatus;
import dev.ninefold.examples.ocpp.ConfigurationStatus;
import dev.ninefold.examples.ocpp.Decoded;
import dev.ninefold.examples.ocpp.Frame;
import dev.ninefold.examples.ocpp.KeyValue;
import dev.ninefold.examples.ocpp.Messages;
import dev.ninefold.examples.ocpp.TriggerMessageStatus;
import dev.ninefold.examples.ocpp.UnlockStatus;
import java.util.List;
import java.util.Optional;

/** What a simulated station was told to do. For its own process alone. */
final class RemoteControl {

  private static final List<KeyValue> CONFIGURATION = List.of(new KeyValue("NumberOfConnectors", true, "1"));

  /** To start anew. */
  boolean reset;
  private Optional<String> tag = Optional.empty();
  private Optional<Integer> stop = Optional.empty();

  /** Takes note of a command; returns the answer. */
  Frame obey(Frame.Call call) {
    return switch (Messages.centralRequest(call)) {
      case Decoded.Understood<CentralRequest<?>>(CentralRequest<?> request) -> Messages.result(call.id(), obey(request));
      case Decoded.Rejected<CentralRequest<?>> rejected -> rejected.answer(call.id());
    };
  }

  private CentralReply obey(CentralRequest<?> request) {
    return switch (request) {
      case CentralRequest.RemoteStartTransaction start -> {
        boolean here = start.connectorId().filter(it -> it != SimulatedStation.CONNECTOR).isEmpty();
        tag = here ? Optional.of(start.idTag()) : tag;
        yield new CentralReply.RemoteStartTransactionReply(here ? CommandStatus.ACCEPTED : CommandStatus.REJECTED);
      }
      case CentralRequest.RemoteStopTransaction it -> {
        stop = Optional.of(it.transactionId());
        yield new CentralReply.RemoteStopTransactionReply(CommandStatus.ACCEPTED);
      }
      case CentralRequest.Reset _ -> {
        reset = true;
        yield new CentralReply.ResetReply(CommandStatus.ACCEPTED);
      }
      case CentralRequest.ChangeAvailability _ -> new CentralReply.ChangeAvailabilityReply(AvailabilityStatus.ACCEPTED);
      case CentralRequest.UnlockConnector _ -> new CentralReply.UnlockConnectorReply(UnlockStatus.UNLOCKED);
      case CentralRequest.TriggerMessage _ -> new CentralReply.TriggerMessageReply(TriggerMessageStatus.NOT_IMPLEMENTED);
      case CentralRequest.GetConfiguration get -> new CentralReply.GetConfigurationReply(
          CONFIGURATION.stream().filter(it -> get.key().isEmpty() || get.key().contains(it.key())).toList(),
          get.key().stream().filter(key -> CONFIGURATION.stream().noneMatch(it -> it.key().equals(key))).toList());
      case CentralRequest.ChangeConfiguration _ -> new CentralReply.ChangeConfigurationReply(ConfigurationStatus.NOT_SUPPORTED);
    };
  }

  /** The card to charge with next, if somebody wants that. */
  Optional<String> takeTag() {
    Optional<String> taken = tag;
    tag = Optional.empty();
    return taken;
  }

  /** Whether that transaction is to stop. */
  boolean stops(int transaction) {
    return stop.filter(number -> number == transaction).isPresent();
  }
}

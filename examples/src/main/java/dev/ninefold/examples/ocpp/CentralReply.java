package dev.ninefold.examples.ocpp;

import java.util.List;

/** What a station answers the management system. */
public sealed interface CentralReply extends OcppReply {

  /** Answers {@link CentralRequest.RemoteStartTransaction}. */
  record RemoteStartTransactionReply(CommandStatus status) implements CentralReply {}

  /** Answers {@link CentralRequest.RemoteStopTransaction}. */
  record RemoteStopTransactionReply(CommandStatus status) implements CentralReply {}

  /** Answers {@link CentralRequest.Reset}. */
  record ResetReply(CommandStatus status) implements CentralReply {}

  /** Answers {@link CentralRequest.ChangeAvailability}. */
  record ChangeAvailabilityReply(AvailabilityStatus status) implements CentralReply {}

  /** Answers {@link CentralRequest.UnlockConnector}. */
  record UnlockConnectorReply(UnlockStatus status) implements CentralReply {}

  /** Answers {@link CentralRequest.TriggerMessage}. */
  record TriggerMessageReply(TriggerMessageStatus status) implements CentralReply {}

  /** Answers {@link CentralRequest.GetConfiguration}. */
  record GetConfigurationReply(List<KeyValue> configurationKey, @MaxLength(50) List<String> unknownKey) implements CentralReply {

    public GetConfigurationReply {
      configurationKey = List.copyOf(configurationKey);
      unknownKey = List.copyOf(unknownKey);
    }
  }

  /** Answers {@link CentralRequest.ChangeConfiguration}. */
  record ChangeConfigurationReply(ConfigurationStatus status) implements CentralReply {}
}

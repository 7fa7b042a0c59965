package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ninefold.examples.ocpp.CentralReply.ChangeAvailabilityReply;
import dev.ninefold.examples.ocpp.CentralReply.ChangeConfigurationReply;
import dev.ninefold.examples.ocpp.CentralReply.GetConfigurationReply;
import dev.ninefold.examples.ocpp.CentralReply.RemoteStartTransactionReply;
import dev.ninefold.examples.ocpp.CentralReply.RemoteStopTransactionReply;
import dev.ninefold.examples.ocpp.CentralReply.ResetReply;
import dev.ninefold.examples.ocpp.CentralReply.TriggerMessageReply;
import dev.ninefold.examples.ocpp.CentralReply.UnlockConnectorReply;
import java.util.List;
import java.util.Optional;

/**
 * What the management system, OCPP's "central system", asks of a station.
 *
 * @param <R> the answer's type
 */
public sealed interface CentralRequest<R extends CentralReply> extends OcppRequest<R> {

  /**
   * Start a transaction, as if the card had been presented.
   *
   * @param connectorId not said is any
   * @param chargingProfile as it is: nobody here looks into it
   */
  record RemoteStartTransaction(@AtLeast(1) Optional<Integer> connectorId, @MaxLength(20) String idTag,
      Optional<ObjectNode> chargingProfile) implements CentralRequest<RemoteStartTransactionReply> {

    /** On a connector, without a profile. */
    public RemoteStartTransaction(int connectorId, String idTag) {
      this(Optional.of(connectorId), idTag, Optional.empty());
    }
  }

  /** Stop a transaction. */
  record RemoteStopTransaction(int transactionId) implements CentralRequest<RemoteStopTransactionReply> {}

  /** Start anew. */
  record Reset(ResetType type) implements CentralRequest<ResetReply> {}

  /**
   * Take a connector into service, or out of it.
   *
   * @param connectorId 0 is the station with all its connectors
   */
  record ChangeAvailability(@AtLeast(0) int connectorId, AvailabilityType type)
      implements
        CentralRequest<ChangeAvailabilityReply> {}

  /** Let go of a cable. */
  record UnlockConnector(@AtLeast(1) int connectorId) implements CentralRequest<UnlockConnectorReply> {}

  /**
   * Send a message now.
   *
   * @param connectorId the one that the message is to be about; not said is all
   */
  record TriggerMessage(MessageTrigger requestedMessage, @AtLeast(1) Optional<Integer> connectorId)
      implements
        CentralRequest<TriggerMessageReply> {

    /** Of the station, or of all connectors. */
    public TriggerMessage(MessageTrigger requestedMessage) {
      this(requestedMessage, Optional.empty());
    }
  }

  /**
   * What are the values of these keys?
   *
   * @param key none is all
   */
  record GetConfiguration(@MaxLength(50) List<String> key) implements CentralRequest<GetConfigurationReply> {

    public GetConfiguration {
      key = List.copyOf(key);
    }

    /** Of all keys. */
    public GetConfiguration() {
      this(List.of());
    }
  }

  /** Set the value of a key. */
  record ChangeConfiguration(@MaxLength(50) String key, @MaxLength(500) String value)
      implements
        CentralRequest<ChangeConfigurationReply> {}
}

package dev.ninefold.examples.ocpp;

import java.time.Instant;
import java.util.Optional;

/** What the management system answers a station. */
public sealed interface StationReply extends OcppReply {

  /**
   * Answers {@link StationRequest.BootNotification}.
   *
   * @param interval of heartbeats, in seconds; of a station that is not accepted, when it may ask again
   */
  record BootNotificationReply(RegistrationStatus status, Instant currentTime,
      @AtLeast(0) int interval) implements StationReply {}

  /** Answers {@link StationRequest.Heartbeat}. */
  record HeartbeatReply(Instant currentTime) implements StationReply {}

  /** Answers {@link StationRequest.Authorize}. */
  record AuthorizeReply(IdTagInfo idTagInfo) implements StationReply {}

  /** Answers {@link StationRequest.StartTransaction}. */
  record StartTransactionReply(IdTagInfo idTagInfo, int transactionId) implements StationReply {}

  /**
   * Answers {@link StationRequest.StopTransaction}.
   *
   * @param idTagInfo about the card that stopped it, if one did
   */
  record StopTransactionReply(Optional<IdTagInfo> idTagInfo) implements StationReply {

    /** When no card stopped it. */
    public StopTransactionReply() {
      this(Optional.empty());
    }
  }

  /** Answers {@link StationRequest.MeterValues}. */
  record MeterValuesReply() implements StationReply {}

  /** Answers {@link StationRequest.StatusNotification}. */
  record StatusNotificationReply() implements StationReply {}

  /** Answers {@link StationRequest.DataTransfer}. */
  record DataTransferReply(DataTransferStatus status, Optional<String> data) implements StationReply {

    /** Without data. */
    public DataTransferReply(DataTransferStatus status) {
      this(status, Optional.empty());
    }
  }
}

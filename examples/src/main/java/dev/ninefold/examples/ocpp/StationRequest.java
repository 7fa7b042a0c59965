package dev.ninefold.examples.ocpp;

import dev.ninefold.examples.ocpp.StationReply.AuthorizeReply;
import dev.ninefold.examples.ocpp.StationReply.BootNotificationReply;
import dev.ninefold.examples.ocpp.StationReply.DataTransferReply;
import dev.ninefold.examples.ocpp.StationReply.HeartbeatReply;
import dev.ninefold.examples.ocpp.StationReply.MeterValuesReply;
import dev.ninefold.examples.ocpp.StationReply.StartTransactionReply;
import dev.ninefold.examples.ocpp.StationReply.StatusNotificationReply;
import dev.ninefold.examples.ocpp.StationReply.StopTransactionReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a station asks of the management system. Optional fields have to be given to the full constructors; each message with some has a
 * shorter one without them.
 *
 * @param <R> the answer's type
 */
public sealed interface StationRequest<R extends StationReply> extends OcppRequest<R> {

  /** The first message after a start: which station this is. */
  record BootNotification(@MaxLength(20) String chargePointVendor, @MaxLength(20) String chargePointModel,
      @MaxLength(25) Optional<String> chargePointSerialNumber, @MaxLength(25) Optional<String> chargeBoxSerialNumber,
      @MaxLength(50) Optional<String> firmwareVersion, @MaxLength(20) Optional<String> iccid,
      @MaxLength(20) Optional<String> imsi, @MaxLength(25) Optional<String> meterType,
      @MaxLength(25) Optional<String> meterSerialNumber) implements StationRequest<BootNotificationReply> {

    /** With what has to be said. */
    public BootNotification(String chargePointVendor, String chargePointModel) {
      this(chargePointVendor, chargePointModel, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
          Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** The station is there; and it asks for the time. */
  record Heartbeat() implements StationRequest<HeartbeatReply> {}

  /** May this card charge? */
  record Authorize(@MaxLength(20) String idTag) implements StationRequest<AuthorizeReply> {}

  /**
   * A transaction has started.
   *
   * @param meterStart the meter's value at the start, in Wh
   * @param reservationId the reservation that ends with this transaction
   */
  record StartTransaction(@AtLeast(1) int connectorId, @MaxLength(20) String idTag, int meterStart,
      Optional<Integer> reservationId, Instant timestamp) implements StationRequest<StartTransactionReply> {

    /** Without a reservation. */
    public StartTransaction(int connectorId, String idTag, int meterStart, Instant timestamp) {
      this(connectorId, idTag, meterStart, Optional.empty(), timestamp);
    }
  }

  /**
   * A transaction has stopped.
   *
   * @param idTag the card that stopped it, if one did
   * @param meterStop the meter's value at the end, in Wh
   * @param reason why; not said is {@link StopReason#LOCAL}
   * @param transactionData meter values for the bill
   */
  record StopTransaction(@MaxLength(20) Optional<String> idTag, int meterStop, Instant timestamp, int transactionId,
      Optional<StopReason> reason, List<MeterValue> transactionData) implements StationRequest<StopTransactionReply> {

    public StopTransaction {
      transactionData = List.copyOf(transactionData);
    }

    /** With what has to be said. */
    public StopTransaction(int transactionId, int meterStop, Instant timestamp) {
      this(Optional.empty(), meterStop, timestamp, transactionId, Optional.empty(), List.of());
    }
  }

  /**
   * What the meter of a connector shows.
   *
   * @param connectorId 0 is the main meter of the station
   */
  record MeterValues(@AtLeast(0) int connectorId, Optional<Integer> transactionId,
      @AtLeast(1) List<MeterValue> meterValue) implements StationRequest<MeterValuesReply> {

    public MeterValues {
      meterValue = List.copyOf(meterValue);
    }

    /** Within a transaction. */
    public MeterValues(int connectorId, int transactionId, List<MeterValue> meterValue) {
      this(connectorId, Optional.of(transactionId), meterValue);
    }
  }

  /**
   * The state of a connector.
   *
   * @param connectorId 0 is the station itself
   * @param timestamp since when; not said is now
   */
  record StatusNotification(@AtLeast(0) int connectorId, ChargePointErrorCode errorCode,
      @MaxLength(50) Optional<String> info, ChargePointStatus status, Optional<Instant> timestamp,
      @MaxLength(255) Optional<String> vendorId, @MaxLength(50) Optional<String> vendorErrorCode)
      implements
        StationRequest<StatusNotificationReply> {

    /** Without an error. */
    public StatusNotification(int connectorId, ChargePointStatus status, Instant timestamp) {
      this(connectorId, ChargePointErrorCode.NO_ERROR, Optional.empty(), status, Optional.of(timestamp), Optional.empty(),
          Optional.empty());
    }
  }

  /** What OCPP has no message for. The specification has it in both directions; here only stations send it. */
  record DataTransfer(@MaxLength(255) String vendorId, @MaxLength(50) Optional<String> messageId, Optional<String> data)
      implements
        StationRequest<DataTransferReply> {

    /** With all fields. */
    public DataTransfer(String vendorId, String messageId, String data) {
      this(vendorId, Optional.of(messageId), Optional.of(data));
    }
  }
}

package dev.ninefold.examples.ocpp;

/** What became of a {@link StationRequest.DataTransfer}. */
public enum DataTransferStatus {
  ACCEPTED, REJECTED, UNKNOWN_MESSAGE_ID, UNKNOWN_VENDOR_ID
}

package dev.ninefold.examples.ocpp;

/** Whether a change of availability is done; scheduled is after the transaction that is going on. */
public enum AvailabilityStatus {
  ACCEPTED, REJECTED, SCHEDULED
}

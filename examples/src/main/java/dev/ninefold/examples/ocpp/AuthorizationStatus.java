package dev.ninefold.examples.ocpp;

/** Whether a card may charge, and if not, why. */
public enum AuthorizationStatus {
  ACCEPTED, BLOCKED, EXPIRED, INVALID, CONCURRENT_TX
}

package dev.ninefold.examples.ocpp;

/** Whether the management system takes a station that has booted. */
public enum RegistrationStatus {
  ACCEPTED, PENDING, REJECTED
}

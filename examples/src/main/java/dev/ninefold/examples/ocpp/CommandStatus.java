package dev.ninefold.examples.ocpp;

/** Whether a station will do what it was told: OCPP's {@code RemoteStartStopStatus} and {@code ResetStatus}. */
public enum CommandStatus {
  ACCEPTED, REJECTED
}

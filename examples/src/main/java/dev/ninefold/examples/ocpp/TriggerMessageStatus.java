package dev.ninefold.examples.ocpp;

/** Whether a station will send the message. */
public enum TriggerMessageStatus {
  ACCEPTED, REJECTED, NOT_IMPLEMENTED
}

package dev.ninefold.examples.ocpp;

/** Whether a connector is to be in service. */
public enum AvailabilityType {
  INOPERATIVE, OPERATIVE
}

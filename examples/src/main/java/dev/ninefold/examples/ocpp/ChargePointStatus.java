package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a connector, or of a whole station. */
public enum ChargePointStatus {
  AVAILABLE,
  PREPARING,
  CHARGING,
  @JsonProperty("SuspendedEVSE")
  SUSPENDED_EVSE,
  @JsonProperty("SuspendedEV")
  SUSPENDED_EV,
  FINISHING,
  RESERVED,
  UNAVAILABLE,
  FAULTED
}

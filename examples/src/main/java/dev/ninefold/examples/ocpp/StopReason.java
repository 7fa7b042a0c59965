package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a transaction stopped. */
public enum StopReason {
  DE_AUTHORIZED,
  EMERGENCY_STOP,
  @JsonProperty("EVDisconnected")
  EV_DISCONNECTED,
  HARD_RESET,
  LOCAL,
  OTHER,
  POWER_LOSS,
  REBOOT,
  REMOTE,
  SOFT_RESET,
  UNLOCK_COMMAND
}

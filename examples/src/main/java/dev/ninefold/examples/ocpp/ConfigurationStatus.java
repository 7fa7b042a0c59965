package dev.ninefold.examples.ocpp;

/** Whether a value was set. */
public enum ConfigurationStatus {
  ACCEPTED, REJECTED, REBOOT_REQUIRED, NOT_SUPPORTED
}

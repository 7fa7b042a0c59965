package dev.ninefold.examples.ocpp;

/** Which message a station is to send now. */
public enum MessageTrigger {
  BOOT_NOTIFICATION, DIAGNOSTICS_STATUS_NOTIFICATION, FIRMWARE_STATUS_NOTIFICATION, HEARTBEAT, METER_VALUES, STATUS_NOTIFICATION
}

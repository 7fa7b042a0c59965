package dev.ninefold.examples.ocpp;

/** Whether a cable was let go. */
public enum UnlockStatus {
  UNLOCKED, UNLOCK_FAILED, NOT_SUPPORTED
}

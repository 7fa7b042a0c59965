package dev.ninefold.examples.ocpp;

/** Hard is at once; soft stops transactions in an orderly way first. */
public enum ResetType {
  HARD, SOFT
}

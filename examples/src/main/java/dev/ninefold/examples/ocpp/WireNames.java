package dev.ninefold.examples.ocpp;

/** The names that OCPP has for the constants of the enums here. */
public final class WireNames {
  private WireNames() {}

  /** The name of a constant on the wire, as {@code SuspendedEVSE} of {@code SUSPENDED_EVSE}. */
  public static String of(Enum<?> constant) {
    throw new UnsupportedOperationException("not yet: " + constant);
  }
}

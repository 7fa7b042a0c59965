package dev.ninefold.supervisor;

import java.util.Locale;

/** When a supervisor stops because significant children have ended by themselves. */
public enum AutoShutdown {
  /** Never. */
  NEVER,
  /** When the first significant child has ended and is not started again. */
  ANY_SIGNIFICANT,
  /** When the last significant child has ended and is not started again. */
  ALL_SIGNIFICANT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

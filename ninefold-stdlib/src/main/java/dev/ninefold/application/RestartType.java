package dev.ninefold.application;

import java.util.Locale;

/** What the end of an application means for the node: OTP's {@code restart_type()}. No application is started again by itself. */
public enum RestartType {
  /** Its end, for whatever reason, ends the node: all other applications are stopped. */
  PERMANENT,
  /** Its end with another reason than normal ends the node. */
  TRANSIENT,
  /** Its end is reported, and that is all. */
  TEMPORARY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.ninefold.supervisor;

import java.util.Locale;

/** When a child that has ended is started again. */
public enum Restart {
  /** Always. */
  PERMANENT,
  /** If it ended with another reason than normal, shutdown and {@code {shutdown, _}}. */
  TRANSIENT,
  /** Never; its spec is forgotten when it ends. */
  TEMPORARY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

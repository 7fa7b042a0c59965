package dev.ninefold.supervisor;

import dev.ninefold.time.Timeout;
import java.time.Duration;

/** How a child is stopped. */
public sealed interface Shutdown {

  /** Killed at once. */
  Shutdown BRUTAL_KILL = new BrutalKill();

  /** Told to stop, and waited for, however long it takes. For supervisors, so that they can stop their own children. */
  Shutdown INFINITY = new Infinity();

  /** See {@link #BRUTAL_KILL}. */
  record BrutalKill() implements Shutdown {
    @Override
    public String toString() {
      return "brutal_kill";
    }
  }

  /**
   * Told to stop, and killed if it takes longer.
   *
   * @param timeout zero or more
   */
  record After(Duration timeout) implements Shutdown {
    @Override
    public String toString() {
      return timeout == null ? "null" : Timeout.format(timeout);
    }
  }

  /** See {@link #INFINITY}. */
  record Infinity() implements Shutdown {
    @Override
    public String toString() {
      return "infinity";
    }
  }

  /** Told to stop, and killed if it takes longer than this. */
  static Shutdown after(Duration timeout) {
    return new After(timeout);
  }

  /** The same in milliseconds, as in OTP. */
  static Shutdown afterMillis(long millis) {
    return new After(Duration.ofMillis(millis));
  }
}

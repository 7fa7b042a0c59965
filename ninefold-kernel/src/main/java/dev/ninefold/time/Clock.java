package dev.ninefold.time;

/** The time as a node sees it. Any thread may ask. */
public interface Clock {

  /** The monotonic time in nanoseconds. Starts at zero or more when its node starts, and never goes back. */
  long nanoTime();

  /** The monotonic time in whole milliseconds, OTP's {@code erlang:monotonic_time(millisecond)}. */
  default long millis() {
    return nanoTime() / 1_000_000;
  }

  /** The wall clock in milliseconds since 1970. */
  long wallMillis();
}

package dev.ninefold.time;

import java.time.Duration;
import java.util.Objects;

/** Timeouts as durations: zero or more, or {@link #INFINITY}. */
public final class Timeout {

  /** Never ends: OTP's {@code infinity}. */
  public static final Duration INFINITY = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000_000L;

  private Timeout() {}

  /** Whether the timeout never ends. */
  public static boolean isInfinite(Duration timeout) {
    return timeout.equals(INFINITY);
  }

  /**
   * Returns the timeout if it is one.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static Duration check(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout: expected a duration of zero or more, or Timeout.INFINITY, got null");
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeout: expected a duration of zero or more, or Timeout.INFINITY, got " + timeout);
    }
    return timeout;
  }

  /** The timeout in nanoseconds; {@link Long#MAX_VALUE} for what does not fit, infinity included. */
  public static long nanos(Duration timeout) {
    return timeout.toSeconds() >= MAX_SECONDS ? Long.MAX_VALUE : timeout.toNanos();
  }

  /** The moment at which the timeout ends; {@link Long#MAX_VALUE} for never. Nanoseconds of {@link Clock#nanoTime}. */
  public static long deadline(long now, Duration timeout) {
    long nanos = nanos(check(timeout));
    long deadline = now + nanos;
    return nanos == Long.MAX_VALUE || deadline < now ? Long.MAX_VALUE : deadline;
  }

  /** The timeout in words: {@code infinity}, or milliseconds. */
  public static String format(Duration timeout) {
    return isInfinite(timeout) ? "infinity" : timeout.toMillis() + " ms";
  }
}

package dev.ninefold.gen;

import dev.ninefold.time.Timeout;
import java.time.Duration;

/**
 * How long to wait before something that failed is started again: longer each time, and not as long as others that failed at the same time.
 * Copies with one change: {@code Backoff.of(Duration.ofMillis(100), Duration.ofSeconds(10)).withJitter(0)}.
 *
 * @param first the wait after the first failure
 * @param longest what no wait exceeds
 * @param factor how many times as long as the one before it each wait is; one or more
 * @param jitter which part of a wait may be left out by chance: none of it at zero, all of it at one
 */
public record Backoff(Duration first, Duration longest, double factor, double jitter) {

  /** Checks the values. */
  public Backoff {
    check("first", first);
    check("longest", longest);
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("longest: expected at least the first wait, " + first + ", got " + longest);
    }
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("factor: expected one or more, got " + factor);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter: expected a number from zero to one, got " + jitter);
    }
  }

  /** Twice as long each time, and by chance up to a fifth shorter. */
  public static Backoff of(Duration first, Duration longest) {
    return new Backoff(first, longest, 2, 0.2);
  }

  /** The same with another factor. */
  public Backoff withFactor(double factor) {
    return new Backoff(first, longest, factor, jitter);
  }

  /** The same with another part that chance may leave out. */
  public Backoff withJitter(double jitter) {
    return new Backoff(first, longest, factor, jitter);
  }

  /**
   * How long to wait now.
   *
   * @param failures how many failures there were of late, this one included
   * @param chance a random number, from zero to less than one
   */
  public Duration delay(int failures, double chance) {
    double nanos = Timeout.nanos(first) * Math.pow(factor, Math.max(0, failures - 1));
    double wait = Math.min(nanos, (double) Timeout.nanos(longest)) * (1 - jitter * chance);
    return Duration.ofNanos(Math.round(wait));
  }

  private static void check(String name, Duration wait) {
    Timeout.check(wait);
    if (wait.isZero() || Timeout.isInfinite(wait)) {
      throw new IllegalArgumentException(name + ": expected how long to wait, more than zero and not for ever, got " + wait);
    }
  }
}

package dev.ninefold.supervisor;

import dev.ninefold.gen.Backoff;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How often a child has failed in a row: what its backoff goes by. Times are in nanoseconds.
 *
 * @param inRow how many times it ended or did not start, without having recovered in between
 * @param startedAt when it was started the last time
 */
record Failures(int inRow, long startedAt) {

  static final Failures NONE = new Failures(0, 0);

  /** It runs. */
  Failures started(long now) {
    return new Failures(inRow, now);
  }

  /** It has ended. If it ran as long as the longest wait, it had recovered, and this is the first failure. */
  Failures ended(Backoff backoff, long now) {
    return now - startedAt >= Timeout.nanos(backoff.longest()) ? new Failures(1, startedAt) : notStarted();
  }

  /** It could not be started. */
  Failures notStarted() {
    return new Failures(inRow + 1, startedAt);
  }

  /** How long to wait before it is started again. */
  Duration delay(Backoff backoff, DoubleSupplier chance) {
    return backoff.delay(inRow, chance.getAsDouble());
  }
}

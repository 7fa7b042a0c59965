package dev.ninefold.task;

import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;

/**
 * How {@link Task#yieldMany} waits. Copies with one change: {@code YieldOptions.DEFAULT.withLimit(1)}.
 *
 * @param timeout how long to wait for all of them together
 * @param limit after how many results not to wait any more
 * @param onTimeout what becomes of the tasks that have no result in time
 */
public record YieldOptions(Duration timeout, int limit, OnTimeout onTimeout) {

  /** What becomes of a task that has no result in time. */
  public enum OnTimeout {
    /** It goes on, and can be awaited again. */
    NOTHING,
    /** It goes on, and its result goes nowhere: {@link Task#ignore}. */
    IGNORE,
    /** It is killed. */
    KILL_TASK
  }

  /** Five seconds, all results, and nothing happens to the late ones. */
  public static final YieldOptions DEFAULT = new YieldOptions(Task.TIMEOUT, Integer.MAX_VALUE, OnTimeout.NOTHING);

  public YieldOptions {
    Objects.requireNonNull(timeout, "timeout: expected a duration of zero or more, got null");
    Objects.requireNonNull(onTimeout, "onTimeout: expected NOTHING, IGNORE or KILL_TASK, got null");
    Timeout.check(timeout);
    if (limit < 1) {
      throw new IllegalArgumentException("limit: expected a number of results, one or more, got " + limit);
    }
  }

  /** The same with another timeout. */
  public YieldOptions withTimeout(Duration timeout) {
    return new YieldOptions(timeout, limit, onTimeout);
  }

  /** The same with a number of results that is enough. */
  public YieldOptions withLimit(int limit) {
    return new YieldOptions(timeout, limit, onTimeout);
  }

  /** The same with something else that becomes of late tasks. */
  public YieldOptions withOnTimeout(OnTimeout onTimeout) {
    return new YieldOptions(timeout, limit, onTimeout);
  }
}

package dev.ninefold.benchmarks.pekko;

import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor starts timers that would fire in an hour, each with a key of its own, then cancels all; both are one. */
final class StartedTimers {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int SPREAD = 1000;

  private StartedTimers() {}

  static double measure(int count) throws Exception {
    return Systems.<String>run((_, result) -> Behaviors.withTimers(timers -> {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        timers.startSingleTimer(i, "late", Duration.ofMillis(HOUR + i % SPREAD));
      }
      for (int i = 0; i < count; i++) {
        timers.cancel(i);
      }
      result.complete(Systems.per(count, start));
      return Behaviors.empty();
    }));
  }
}

package dev.ninefold.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The restarts of late, against the limit.
 *
 * @param limit how many are allowed
 * @param period within so many seconds
 * @param counts the restarts in each second that has any, oldest first
 */
record RestartIntensity(int limit, long period, List<Count> counts) {

  /* SUP-33 to SUP-37. As in supervisor.erl time is in whole seconds, and a restart counts if its second is >= now - period. */

  /** How many restarts there were in a second. */
  record Count(long second, int restarts) {}

  /** Whether one more restart is allowed, and the history with it. */
  record Step(boolean allowed, RestartIntensity next) {}

  static RestartIntensity of(SupervisorFlags flags) {
    return of(flags.intensity(), flags.period());
  }

  static RestartIntensity of(int limit, Duration period) {
    return new RestartIntensity(limit, period.toSeconds(), List.of());
  }

  /** The same history against another limit. */
  RestartIntensity with(int limit, Duration period) {
    return new RestartIntensity(limit, period.toSeconds(), counts);
  }

  /** One more restart, at that second. */
  Step add(long now) {
    List<Count> kept = new ArrayList<>();
    int total = 1;
    int inThisSecond = 1;
    for (Count count : counts) {
      if (count.second() == now) {
        inThisSecond = saturated(inThisSecond, count.restarts());
      } else if (count.second() >= now - period) {
        kept.add(count);
      } else {
        continue;
      }
      total = saturated(total, count.restarts());
    }
    kept.add(new Count(now, inThisSecond));
    return new Step(total <= limit, new RestartIntensity(limit, period, List.copyOf(kept)));
  }

  /** How many restarts count at that second. */
  int inPeriod(long now) {
    return counts.stream().filter(c -> c.second() >= now - period).mapToInt(Count::restarts).sum();
  }

  private static int saturated(int a, int b) {
    return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
  }
}

package dev.ninefold.genevent;

import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The restarts of a handler, against its rule.
 *
 * @param rule the rule
 * @param times when it was restarted of late, in nanoseconds, oldest first
 * @param total how many times it was restarted at all
 */
record RestartHistory(RestartRule rule, List<Long> times, int total) {

  static RestartHistory of(RestartRule rule) {
    return new RestartHistory(rule, List.of(), 0);
  }

  /** Whether one more restart is allowed at that time, and the history with it. */
  record Step(boolean allowed, RestartHistory next) {}

  Step add(long now) {
    long period = Timeout.nanos(rule.period());
    List<Long> kept = new ArrayList<>();
    for (long time : times) {
      if (now - time <= period) {
        kept.add(time);
      }
    }
    kept.add(now);
    return new Step(kept.size() <= rule.intensity(), new RestartHistory(rule, List.copyOf(kept), total + 1));
  }

  /**
   * How long to wait before the last restart that was added.
   *
   * @param chance random numbers, asked only if there is a wait
   */
  Duration delay(DoubleSupplier chance) {
    return rule.backoff().map(backoff -> backoff.delay(times.size(), chance.getAsDouble())).orElse(Duration.ZERO);
  }
}

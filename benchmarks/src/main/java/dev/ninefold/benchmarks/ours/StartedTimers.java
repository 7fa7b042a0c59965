package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.TimerRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process starts timers that would fire in an hour, then cancels all; both are one. */
final class StartedTimers {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int SPREAD = 1000;

  private StartedTimers() {}

  static double measure(int count) throws Exception {
    return Node.local().run(() -> Timed.per(count, () -> {
      Pid self = Process.self();
      List<TimerRef> timers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        timers.add(Process.sendAfter(Duration.ofMillis(HOUR + i % SPREAD), self, "late"));
      }
      timers.forEach(Process::cancelTimer);
    }));
  }
}

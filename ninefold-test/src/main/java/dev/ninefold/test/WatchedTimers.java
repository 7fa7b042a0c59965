package dev.ninefold.test;

import dev.ninefold.process.Process;
import dev.ninefold.time.Clock;
import dev.ninefold.time.Timer;
import dev.ninefold.time.TimerTask;
import dev.ninefold.time.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Timers that know who has started them. Any thread. */
final class WatchedTimers implements Timers {

  private static final int SWEEP = 1_000;

  private record Started(Timer timer, TimerTask task, Object by, String where) {}

  private final Timers timers;
  private final Queue<Started> started = new ConcurrentLinkedQueue<>();
  private final AtomicInteger untilSweep = new AtomicInteger(SWEEP);

  WatchedTimers(Timers timers) {
    this.timers = timers;
  }

  @Override
  public Clock clock() {
    return timers.clock();
  }

  @Override
  public Timer schedule(long deadline, TimerTask task) {
    Object by = Process.isProcess() ? Process.self() : "a thread";
    Timer timer = timers.schedule(deadline, task);
    started.add(new Started(timer, task, by, where()));
    if (untilSweep.decrementAndGet() == 0) {
      started.removeIf(it -> !it.timer().isPending());
      untilSweep.set(SWEEP + started.size());
    }
    return timer;
  }

  private static String where() {
    return StackWalker.getInstance()
        .walk(frames -> frames.filter(frame -> Frames.tells(frame.getClassName()))
            .findFirst()
            .map(frame -> " at " + frame.toStackTraceElement())
            .orElse(""));
  }

  /** What waits to fire, in words. */
  List<String> waiting() {
    long now = clock().nanoTime();
    return started.stream()
        .filter(it -> it.timer().isPending())
        .map(it -> (it.task().getClass().isHidden() ? "code" : it.task()) + " in "
            + Duration.ofNanos(Math.max(0, it.timer().deadline() - now)).toMillis() + " ms, started by "
            + it.by() + it.where())
        .toList();
  }

  @Override
  public int pending() {
    return timers.pending();
  }

  @Override
  public void close() {
    timers.close();
  }
}

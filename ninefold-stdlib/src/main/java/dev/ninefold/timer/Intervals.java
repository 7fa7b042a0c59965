package dev.ninefold.timer;

import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Optional;

/** A process that does something again and again, until another one has ended: TMR-11 and TMR-12. */
final class Intervals {

  /** What is done each time. */
  @FunctionalInterface
  interface Tick {
    /** Returns whether to go on. */
    boolean tick();
  }

  private final long interval;
  private final Tick tick;
  private long next;

  private Intervals(Duration interval, Tick tick) {
    this.interval = interval.toNanos();
    this.tick = tick;
    this.next = now() + this.interval;
  }

  /**
   * Starts it.
   *
   * @param until whose end is its end, if it is anybody's
   */
  static Pid start(Duration interval, Optional<Pid> until, String label, Tick tick) {
    return Process.spawn(SpawnOptions.DEFAULT.withNode(Node.current()).withLabel(label), () -> {
      until.ifPresent(Process::monitor);
      new Intervals(interval, tick).run();
    });
  }

  private void run() {
    while (Process.receive(Info.Down.class, _ -> true, left()).isEmpty() && tick.tick()) {
      // From the schedule, not from now: so there is no drift, and what was missed is made up.
      next += interval;
    }
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, next - now()));
  }

  private static long now() {
    return Node.current().clock().nanoTime();
  }

  /** Runs code in a process of its own, and waits until that has ended. */
  static boolean runToItsEnd(Process.Body body) {
    Ref end = Process.spawnMonitor(body).ref();
    Process.receive(end, Info.Down.class, down -> down.ref().equals(end), Timeout.INFINITY);
    return true;
  }
}

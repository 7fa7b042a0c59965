package dev.ninefold.process;

import dev.ninefold.process.Mailbox.Scan;
import dev.ninefold.process.Signal.Message;
import dev.ninefold.scheduler.Spin;
import dev.ninefold.scheduler.Worker;
import dev.ninefold.time.Timer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The waiting part of a receive: parks the thread of the process until something comes, or time is up. Own process only. */
final class Receives {

  private static final Spin LOOK = new Spin();

  private Receives() {}

  /**
   * Waits for a message that matches.
   *
   * @param deadline on the clock of the node; at or before its beginning: does not wait
   * @return null if none came in time
   */
  static @Nullable Object receive(Cell self, Predicate<Object> pattern, Scan scan, long deadline) {
    Message found = self.poll(pattern, scan);
    if (found == null && deadline > self.node.clock().nanoTime()) {
      found = await(self, pattern, scan, deadline);
    }
    self.live();
    if (found == null) {
      return null;
    }
    if (found.body instanceof ReplyPlace place && !self.isPlain()) {
      // The next message that the process handles takes its place as the current one, and the handler may not have answered it.
      self.keep(place);
    }
    Simulation simulation = self.node.simulation;
    if (simulation != null) {
      simulation.received(self);
    }
    return found.body;
  }

  private static @Nullable Message await(Cell self, Predicate<Object> pattern, Scan scan, long deadline) {
    Thread thread = Thread.currentThread();
    Timer timer = deadline == Long.MAX_VALUE ? null
        : self.node.timers().schedule(deadline, _ -> self.node.scheduler().unpark(thread));
    boolean foreignInterrupt = false;
    try {
      while (true) {
        self.live();
        if (!looked(self) && self.sleep(SignalQueue.WAITING)) {
          foreignInterrupt |= parkWhileAsleep(self, timer);
        }
        Message found = self.poll(pattern, scan);
        if (found != null || (timer != null && !timer.isPending())) {
          return found;
        }
      }
    } finally {
      if (timer != null) {
        timer.cancel();
      }
      if (foreignInterrupt) {
        thread.interrupt();
      }
    }
  }

  /** Whether something came at once, as the answer of one that has nothing else to do: no need to park then. */
  private static boolean looked(Cell self) {
    return self.isPlain() && self.node.scheduler().mayLook() && LOOK.await(self::hasArrivals);
  }

  /** Waits until a message is there, and leaves it. */
  static void awaitMessage(Cell self) {
    boolean foreignInterrupt = false;
    while (!self.hasMessages()) {
      self.live();
      if (self.sleep(SignalQueue.WAITING)) {
        foreignInterrupt |= parkWhileAsleep(self, null);
      }
    }
    if (foreignInterrupt) {
      Thread.currentThread().interrupt();
    }
    self.live();
  }

  /** Returns whether somebody else than us interrupted the thread; that does not end the wait. */
  private static boolean parkWhileAsleep(Cell self, @Nullable Timer timer) {
    Worker worker = Worker.current();
    if (worker != null) {
      worker.beforeBlocking();
    }
    boolean foreignInterrupt = false;
    while (self.isAsleep()) {
      if (timer != null && !timer.isPending() && self.wakeUp()) {
        break;
      }
      self.node.scheduler().park(self);
      if (self.isAsleep() && Thread.interrupted()) {
        foreignInterrupt = true;
      }
    }
    return foreignInterrupt;
  }
}

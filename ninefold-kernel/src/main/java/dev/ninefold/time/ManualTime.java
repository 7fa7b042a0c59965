package dev.ninefold.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is told to go on. Timers fire in the thread that calls {@link #advance}, in the order
 * of their deadlines, those with equal ones in the order of their start.
 */
public final class ManualTime implements Clock, Timers {

  private final LongAdder count = new LongAdder();
  private final PriorityQueue<ManualTimer> queue =
      new PriorityQueue<>(Comparator.comparingLong(ManualTimer::deadline).thenComparingLong(t -> t.sequence));
  private final Object advancing = new Object();
  private volatile long now;
  private long sequence;

  /** A clock at zero. */
  public ManualTime() {}

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long wallMillis() {
    return millis();
  }

  @Override
  public Timer schedule(long deadline, TimerTask task) {
    synchronized (queue) {
      ManualTimer timer = new ManualTimer(deadline, task, sequence++);
      queue.add(timer);
      return timer;
    }
  }

  /**
   * Moves the clock and fires what is due on the way, each timer at its own time. Who does so while another thread does waits for that one
   * first: the clock never goes back.
   */
  public void advance(Duration by) {
    synchronized (advancing) {
      long target = now + Timeout.nanos(Timeout.check(by));
      for (ManualTimer timer = due(target); timer != null; timer = due(target)) {
        now = Math.max(now, timer.deadline());
        timer.fire();
      }
      now = Math.max(now, target);
    }
  }

  /**
   * Moves the clock to the deadline of the next timer, and fires that.
   *
   * @return false if there is none
   */
  public boolean advanceToNext() {
    synchronized (advancing) {
      ManualTimer timer = due(Long.MAX_VALUE);
      if (timer == null) {
        return false;
      }
      now = Math.max(now, timer.deadline());
      timer.fire();
      return true;
    }
  }

  @Override
  public int pending() {
    return count.intValue();
  }

  @Override
  public void close() {
    synchronized (queue) {
      queue.clear();
    }
  }

  private @Nullable ManualTimer due(long target) {
    synchronized (queue) {
      ManualTimer first = queue.peek();
      return first != null && first.deadline() <= target ? queue.poll() : null;
    }
  }

  private final class ManualTimer extends Timer {
    private final long sequence;

    ManualTimer(long deadline, TimerTask task, long sequence) {
      super(deadline, task, count);
      this.sequence = sequence;
    }

    @Override
    void forget() {
      synchronized (queue) {
        queue.remove(this);
      }
    }
  }
}

package dev.ninefold.time;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The real time: a monotonic clock, and a timer wheel on a daemon thread that parks while there is nothing to do. */
public final class SystemTime implements Clock, Timers {

  /*
   * I1. Only the wheel's thread touches the wheel. Others push onto `changes`: new timers, and cancelled ones to unlink.
   * I2. The thread announces in `wakesAt` until when it sleeps, and in `drainsSoon` whether that is within DRAIN_NANOS;
   *     then it looks at `changes` once more. A pusher reads both after its push and wakes the thread if its timer is due
   *     earlier, or if its change is the first and nobody would look at it soon. All four are volatile accesses, so one
   *     of the two sees the other.
   * I3. Hence changes lie at most about DRAIN_NANOS before the wheel takes them: a flood of timers that are cancelled
   *     before they are due does not pile up.
   */

  private static final long TICK_NANOS = 1_000_000;
  private static final long DRAIN_NANOS = 10_000_000;

  private final long start = System.nanoTime();
  private final LongAdder count = new LongAdder();
  private final AtomicReference<@Nullable WheelTimer> changes = new AtomicReference<>();
  private final TimerWheel wheel = new TimerWheel();
  private final Thread thread;
  private final WheelTimer.Owner owner = new WheelTimer.Owner() {
    @Override
    public LongAdder count() {
      return count;
    }

    @Override
    public void cancelled(WheelTimer timer) {
      push(timer, Long.MAX_VALUE);
    }
  };
  private volatile long wakesAt = Long.MAX_VALUE;
  private volatile boolean drainsSoon;
  private volatile boolean closed;

  /** Starts the clock at zero. */
  public SystemTime() {
    thread = Thread.ofPlatform().daemon().name("ninefold-timers").unstarted(this::loop);
    thread.start();
  }

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() - start;
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public Timer schedule(long deadline, TimerTask task) {
    long due = Math.max(deadline, 0);
    long tick = due / TICK_NANOS + (due % TICK_NANOS == 0 ? 0 : 1);
    WheelTimer timer = new WheelTimer(due, tick, task, owner);
    push(timer, due);
    return timer;
  }

  @Override
  public int pending() {
    return count.intValue();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void push(WheelTimer timer, long due) {
    WheelTimer top;
    do {
      top = changes.get();
      timer.nextChange = top;
    } while (!changes.compareAndSet(top, timer));
    if (due < wakesAt || (top == null && !drainsSoon)) {
      LockSupport.unpark(thread);
    }
  }

  private void loop() {
    while (!closed) {
      long now = nanoTime();
      boolean changed = drain();
      wheel.advance(now / TICK_NANOS);
      long nextTick = wheel.nextTick();
      long next = nextTick == Long.MAX_VALUE ? Long.MAX_VALUE : nextTick * TICK_NANOS;
      if (changed) {
        next = Math.min(next, now + DRAIN_NANOS);
      }
      drainsSoon = changed;
      wakesAt = next;
      if (changes.get() == null || (changed && !dueBefore(next))) {
        sleepUntil(next);
      }
      wakesAt = 0;
    }
  }

  private void sleepUntil(long time) {
    if (time == Long.MAX_VALUE) {
      LockSupport.park(this);
      return;
    }
    long nanos = time - nanoTime();
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private boolean dueBefore(long time) {
    for (WheelTimer t = changes.get(); t != null; t = t.nextChange) {
      if (t.deadline() < time) {
        return true;
      }
    }
    return false;
  }

  /** Takes what was pushed into the wheel, oldest first. */
  private boolean drain() {
    WheelTimer top = changes.getAndSet(null);
    if (top == null) {
      return false;
    }
    WheelTimer first = null;
    while (top != null) {
      WheelTimer next = top.nextChange;
      top.nextChange = first;
      first = top;
      top = next;
    }
    while (first != null) {
      WheelTimer next = first.nextChange;
      first.nextChange = null;
      wheel.change(first);
      first = next;
    }
    return true;
  }
}

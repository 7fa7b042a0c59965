package dev.ninefold.time;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Lincheck: a timer is started, cancelled and started again while the wheel turns, which hears of all that by a queue, as in {@link SystemTime}:
 * TimerWheel I1, I2; WheelTimer I1, I2; SystemTime I1.
 */
public class TimerWheelLincheck {

  /** Beyond the lowest level, so the timer also moves down before it fires. */
  private static final int TICKS = 70;

  private final TimerWheel wheel = new TimerWheel();
  private final LongAdder count = new LongAdder();
  private final AtomicInteger fired = new AtomicInteger();
  private final ConcurrentLinkedQueue<WheelTimer> changes = new ConcurrentLinkedQueue<>();
  private final WheelTimer.Owner owner = new WheelTimer.Owner() {
    @Override
    public LongAdder count() {
      return count;
    }

    @Override
    public void cancelled(WheelTimer timer) {
      changes.add(timer);
    }
  };
  private volatile @Nullable WheelTimer timer;
  private volatile long now;

  /** Starts the timer if none is pending; it is due when the wheel turns next. */
  @Operation(nonParallelGroup = "starter")
  public boolean start() {
    WheelTimer before = timer;
    if (before != null && before.isPending()) {
      return false;
    }
    long due = now + TICKS;
    WheelTimer started = new WheelTimer(due, due, _ -> fired.incrementAndGet(), owner);
    timer = started;
    changes.add(started);
    return true;
  }

  @Operation
  public boolean cancel() {
    WheelTimer running = timer;
    return running != null && running.cancel();
  }

  /** The wheel takes in what was changed, and turns; returns how many timers fired. */
  @Operation(nonParallelGroup = "wheel")
  public int turn() {
    int before = fired.get();
    for (WheelTimer change = changes.poll(); change != null; change = changes.poll()) {
      wheel.change(change);
    }
    long to = now + TICKS;
    wheel.advance(to);
    now = to;
    return fired.get() - before;
  }

  /** What the same calls mean one after the other. */
  public static class OneAfterTheOther {
    private boolean pending;

    public boolean start() {
      boolean started = !pending;
      pending = true;
      return started;
    }

    public boolean cancel() {
      boolean cancelled = pending;
      pending = false;
      return cancelled;
    }

    public int turn() {
      return cancel() ? 1 : 0;
    }
  }
}

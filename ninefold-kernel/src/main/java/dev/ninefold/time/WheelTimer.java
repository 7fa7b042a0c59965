package dev.ninefold.time;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A timer of {@link SystemTime}. All fields but {@link #nextChange} belong to the thread of the wheel. */
final class WheelTimer extends Timer {

  /*
   * I1. The task is taken once, by CAS: by who fires the timer or by who cancels it, who alone is told so. Then it counts no more.
   * I2. The wheel sets `taken` before it looks whether the timer is pending; who cancels it takes the task before he looks at `taken`. One
   *     of the two sees the other: a cancelled timer is not taken in, or the wheel is told to take it out.
   */

  /** Who runs the wheel. */
  interface Owner {
    /** Of the timers that neither fired nor were cancelled. */
    LongAdder count();

    /** A timer that lies in the wheel was cancelled: it is to be taken out by the wheel's thread. */
    void cancelled(WheelTimer timer);
  }

  final long tick;
  private final Owner owner;

  @Nullable WheelTimer nextChange;
  @Nullable WheelTimer previous;
  @Nullable WheelTimer next;
  TimerWheel.@Nullable Bucket bucket;

  /** Whether the wheel took it in; until then a cancelled timer is on its way to the wheel and is dropped there. */
  private volatile boolean taken;

  WheelTimer(long deadline, long tick, TimerTask task, Owner owner) {
    super(deadline, task, owner.count());
    this.tick = tick;
    this.owner = owner;
  }

  void markTaken() {
    taken = true;
  }

  @Override
  void forget() {
    if (taken) {
      owner.cancelled(this);
    }
  }
}

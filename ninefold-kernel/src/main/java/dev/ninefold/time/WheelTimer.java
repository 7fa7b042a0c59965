package dev.ninefold.time;

import org.jspecify.annotations.Nullable;

/** A timer of {@link SystemTime}. All fields but {@link #nextChange} belong to the thread of the wheel. */
final class WheelTimer extends Timer {

  final long tick;
  private final SystemTime owner;

  @Nullable WheelTimer nextChange;
  @Nullable WheelTimer previous;
  @Nullable WheelTimer next;
  TimerWheel.@Nullable Bucket bucket;

  /** Whether the wheel took it in; until then a cancelled timer is on its way to the wheel and is dropped there. */
  private volatile boolean taken;

  WheelTimer(long deadline, long tick, TimerTask task, SystemTime owner) {
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
      owner.pushCancelled(this);
    }
  }
}

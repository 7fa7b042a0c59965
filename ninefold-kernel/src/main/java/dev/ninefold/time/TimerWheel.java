package dev.ninefold.time;

import org.jspecify.annotations.Nullable;

/** A hierarchical timer wheel: starting, cancelling and firing a timer take constant time. One thread only. */
final class TimerWheel {

  /*
   * Level n has 64 buckets of 64^n ticks each. A bit per bucket tells which are not empty.
   *
   * I1. A timer lies in the lowest level whose span covers it, seen from the current tick, and moves down when its bucket is
   *     reached. So it fires at the first `advance` to its tick or a later one, and never before.
   * I2. What was cancelled leaves its bucket when the wheel hears of it; its neighbours stay.
   */

  private static final int BITS = 6;
  private static final int BUCKETS = 1 << BITS;
  private static final int LEVELS = 8;

  static final class Bucket {
    final int level;
    final int index;
    @Nullable WheelTimer first;

    Bucket(int level, int index) {
      this.level = level;
      this.index = index;
    }
  }

  private final Bucket[][] levels = new Bucket[LEVELS][BUCKETS];
  private final long[] occupied = new long[LEVELS];
  private long current;

  TimerWheel() {
    for (int level = 0; level < LEVELS; level++) {
      for (int index = 0; index < BUCKETS; index++) {
        levels[level][index] = new Bucket(level, index);
      }
    }
  }

  /** A new timer goes in, a cancelled one out. */
  void change(WheelTimer timer) {
    if (timer.bucket != null) {
      unlink(timer);
      return;
    }
    timer.markTaken();
    if (timer.isPending()) {
      insert(timer);
    }
  }

  /** Fires everything that is due at the tick. */
  void advance(long tick) {
    while (true) {
      long next = nextTick();
      if (next > tick) {
        current = Math.max(current, tick);
        return;
      }
      current = Math.max(current, next);
      for (int level = LEVELS - 1; level > 0; level--) {
        moveDown(level);
      }
      empty(levels[0][(int) (current & (BUCKETS - 1))]);
    }
  }

  /** The next tick at which there is something to do: a timer fires or moves down; MAX_VALUE if the wheel is empty. */
  long nextTick() {
    long best = Long.MAX_VALUE;
    for (int level = 0; level < LEVELS; level++) {
      long bits = occupied[level];
      if (bits != 0) {
        int shift = BITS * level;
        int here = (int) (current >>> shift) & (BUCKETS - 1);
        int distance = Long.numberOfTrailingZeros(Long.rotateRight(bits, here));
        long start = ((current >>> shift) + distance) << shift;
        best = Math.min(best, Math.max(start, current));
      }
    }
    return best;
  }

  private void insert(WheelTimer timer) {
    long due = Math.max(timer.tick, current);
    int level = 0;
    while (level < LEVELS - 1 && (due >>> (BITS * level)) - (current >>> (BITS * level)) >= BUCKETS) {
      level++;
    }
    long slot = due >>> (BITS * level);
    long last = (current >>> (BITS * level)) + BUCKETS - 1;
    Bucket bucket = levels[level][(int) (Math.min(slot, last) & (BUCKETS - 1))];
    timer.bucket = bucket;
    timer.previous = null;
    timer.next = bucket.first;
    if (timer.next != null) {
      timer.next.previous = timer;
    }
    bucket.first = timer;
    occupied[level] |= 1L << bucket.index;
  }

  private void unlink(WheelTimer timer) {
    Bucket bucket = timer.bucket;
    if (bucket == null) {
      return;
    }
    if (timer.previous != null) {
      timer.previous.next = timer.next;
    } else {
      bucket.first = timer.next;
    }
    if (timer.next != null) {
      timer.next.previous = timer.previous;
    }
    if (bucket.first == null) {
      occupied[bucket.level] &= ~(1L << bucket.index);
    }
    timer.bucket = null;
    timer.previous = null;
    timer.next = null;
  }

  private void moveDown(int level) {
    int shift = BITS * level;
    Bucket bucket = levels[level][(int) (current >>> shift) & (BUCKETS - 1)];
    WheelTimer timer = bucket.first;
    bucket.first = null;
    occupied[level] &= ~(1L << bucket.index);
    while (timer != null) {
      WheelTimer next = timer.next;
      timer.bucket = null;
      if (timer.isPending()) {
        insert(timer);
      }
      timer = next;
    }
  }

  private void empty(Bucket bucket) {
    for (WheelTimer timer = bucket.first; timer != null; timer = bucket.first) {
      unlink(timer);
      if (timer.tick <= current) {
        fire(timer);
      } else {
        insert(timer);
      }
    }
  }

  /** What a task throws, as a registrar of the user's may, concerns no other timer. */
  private static void fire(WheelTimer timer) {
    try {
      timer.fire();
    } catch (Throwable e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}

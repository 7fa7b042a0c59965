package dev.ninefold.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one holder runs, one after the other: a place for what runs next, and a queue. Others steal from it. A slot is the lane of steps, a
 * carrier has one of virtual threads.
 */
class Lane<T> {

  /*
   * I1. Only the holder puts into `runNext` and `queue`; anyone may take, by CAS.
   * I2. `state` goes RUNNING -> IDLE by the holder, who then looks for work once more; IDLE -> RUNNING by CAS of whoever
   *     found work, who sees to it that the lane gets a holder that runs. RETIRED, for added lanes, is final.
   */

  static final int RUNNING = 0;
  static final int IDLE = 1;
  static final int RETIRED = 2;

  private static final VarHandle STATE;
  private static final VarHandle RUN_NEXT;
  private static final VarHandle PROGRESS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Lane.class, "state", int.class);
      RUN_NEXT = lookup.findVarHandle(Lane.class, "runNext", Object.class);
      PROGRESS = lookup.findVarHandle(Lane.class, "progress", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final RunQueue<T> queue;

  private volatile int state = RUNNING;
  private volatile @Nullable T runNext;
  private long progress;
  private volatile boolean nextIsFree;

  /** Where the holder, as a thief, looks first the next time. Of the holder. */
  int nextVictim;

  // Of the watcher alone.
  private long seenProgress = -1;
  private int stuckTicks;
  private int idleTicks;

  Lane(OverflowQueue<T> overflow) {
    queue = new RunQueue<>(overflow);
  }

  int state() {
    return state;
  }

  boolean activate() {
    return state == IDLE && STATE.compareAndSet(this, IDLE, RUNNING);
  }

  boolean retire() {
    return state == IDLE && STATE.compareAndSet(this, IDLE, RETIRED);
  }

  void idle() {
    state = IDLE;
  }

  /** Holder only: returns the one that was displaced, if any. */
  @SuppressWarnings("unchecked") // RUN_NEXT is runNext
  @Nullable T putNext(T task) {
    if ((Object) RUN_NEXT.getOpaque(this) == null) {
      RUN_NEXT.setRelease(this, task);
      return null;
    }
    return (T) (Object) RUN_NEXT.getAndSet(this, task);
  }

  @SuppressWarnings("unchecked") // RUN_NEXT is runNext
  @Nullable T takeNext() {
    return (Object) RUN_NEXT.getOpaque(this) == null ? null : (T) (Object) RUN_NEXT.getAndSet(this, null);
  }

  boolean hasWork() {
    return runNext != null || !queue.isEmpty();
  }

  /** Whether there is something that others may take. */
  boolean hasLoot() {
    return !queue.isEmpty() || (nextIsFree && runNext != null);
  }

  /** Takes from one of the others; null if there is nothing. Holder only. */
  @Nullable T steal(Lane<T>[] all) {
    int start = nextVictim++;
    for (int i = 0; i < all.length; i++) {
      Lane<T> victim = all[Math.floorMod(start + i, all.length)];
      if (victim != this) {
        T task = victim.queue.poll();
        if (task == null && victim.nextIsFree) {
          task = victim.takeNext();
        }
        if (task != null) {
          return task;
        }
      }
    }
    return null;
  }

  void progressed() {
    PROGRESS.setOpaque(this, progress + 1);
  }

  // ---- the watcher's view

  /**
   * Looks at the progress once more and returns for how many ticks there was none. Others may steal what runs next, too, while the holder
   * does not come to it.
   */
  int observe() {
    idleTicks = 0;
    long now = (long) PROGRESS.getOpaque(this);
    if (now == seenProgress) {
      stuckTicks++;
    } else {
      seenProgress = now;
      stuckTicks = 0;
    }
    if (nextIsFree != stuckTicks > 0) {
      nextIsFree = stuckTicks > 0;
    }
    return stuckTicks;
  }

  int idleForTicks() {
    return ++idleTicks;
  }
}

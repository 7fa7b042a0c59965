package dev.ninefold.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The right to run steps: there are as many slots as cores, and temporary ones while some are blocked. */
final class Slot {

  /*
   * I1. Only the worker that holds the slot puts into `runNext` and `queue`; anyone may take, by CAS.
   * I2. `state` goes RUNNING -> IDLE by the holder, who then looks for work once more; IDLE -> RUNNING by CAS of whoever
   *     found work, who hands the slot to a worker. RETIRED, for temporary slots, is final.
   */

  static final int RUNNING = 0;
  static final int IDLE = 1;
  static final int RETIRED = 2;

  private static final VarHandle STATE;
  private static final VarHandle RUN_NEXT;
  private static final VarHandle PROGRESS;
  private static final VarHandle YIELD;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Slot.class, "state", int.class);
      RUN_NEXT = lookup.findVarHandle(Slot.class, "runNext", Step.class);
      PROGRESS = lookup.findVarHandle(Slot.class, "progress", long.class);
      YIELD = lookup.findVarHandle(Slot.class, "yieldWanted", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final PortableScheduler owner;
  final boolean temporary;
  final StepQueue queue;

  private volatile int state = RUNNING;
  private volatile @Nullable Step runNext;
  private long progress;
  @SuppressWarnings("UnusedVariable") // read and written through YIELD
  private boolean yieldWanted;

  /** The parked worker of an idle slot, if it kept one. Written before IDLE, read after the CAS away from it. */
  @Nullable Worker idleWorker;

  /** Where this slot, as a thief, looks first the next time. Of the holder. */
  int nextVictim;

  /** Who runs steps on it, for the watcher; may be stale. */
  volatile @Nullable Worker holder;

  private volatile boolean nextIsFree;

  // Of the watcher alone.
  private long seenProgress = -1;
  private int stuckTicks;
  private int idleTicks;

  Slot(PortableScheduler owner, boolean temporary, OverflowQueue overflow) {
    this.owner = owner;
    this.temporary = temporary;
    this.queue = new StepQueue(overflow);
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

  /** Holder only: returns the step that was displaced, if any. */
  @Nullable Step putNext(Step step) {
    if ((Step) RUN_NEXT.getOpaque(this) == null) {
      RUN_NEXT.setRelease(this, step);
      return null;
    }
    return (Step) RUN_NEXT.getAndSet(this, step);
  }

  @Nullable Step takeNext() {
    return (Step) RUN_NEXT.getOpaque(this) == null ? null : (Step) RUN_NEXT.getAndSet(this, null);
  }

  boolean hasWork() {
    return runNext != null || !queue.isEmpty();
  }

  void progressed() {
    PROGRESS.setOpaque(this, progress + 1);
  }

  /** Whether others may steal the run-next step too, because the holder does not come to it. */
  boolean nextIsFree() {
    return nextIsFree;
  }

  boolean yieldWanted() {
    return (boolean) YIELD.getOpaque(this);
  }

  void wantYield(boolean wanted) {
    YIELD.setOpaque(this, wanted);
  }

  // ---- the watcher's view

  /** Looks at the progress once more and returns for how many ticks there was none. */
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

  void caughtBlocking() {
    Worker worker = holder;
    Step step = worker == null ? null : worker.step();
    if (step != null) {
      step.caughtBlocking();
    }
  }
}

package dev.ninefold.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The right to run steps: there are as many slots as cores, and temporary ones while some are blocked. */
final class Slot extends Lane<Step> {

  private static final VarHandle YIELD;

  static {
    try {
      YIELD = MethodHandles.lookup().findVarHandle(Slot.class, "yieldWanted", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final SlotScheduler owner;
  final boolean temporary;

  @SuppressWarnings("UnusedVariable") // read and written through YIELD
  private boolean yieldWanted;

  /** The parked worker of an idle slot, if it kept one. Written before IDLE, read after the CAS away from it. */
  @Nullable Worker idleWorker;

  /** Who runs steps on it, for the watcher; null while a worker is on its way. */
  volatile @Nullable Worker holder;

  Slot(SlotScheduler owner, boolean temporary, OverflowQueue<Step> overflow) {
    super(overflow);
    this.owner = owner;
    this.temporary = temporary;
  }

  boolean yieldWanted() {
    return (boolean) YIELD.getOpaque(this);
  }

  void wantYield(boolean wanted) {
    YIELD.setOpaque(this, wanted);
  }

  /** For the watcher. */
  void caughtBlocking() {
    Worker worker = holder;
    Step step = worker == null ? null : worker.step();
    if (step != null) {
      step.caughtBlocking();
    }
  }
}

package dev.ninefold.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One started timer. It fires once or is cancelled; exactly one of the two happens. */
public abstract class Timer {

  private static final VarHandle TASK;

  static {
    try {
      TASK = MethodHandles.lookup().findVarHandle(Timer.class, "task", TimerTask.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long deadline;
  private final LongAdder pending;
  private volatile @Nullable TimerTask task;

  Timer(long deadline, TimerTask task, LongAdder pending) {
    this.deadline = deadline;
    this.task = task;
    this.pending = pending;
    pending.increment();
  }

  /** The moment at which it fires, in nanoseconds of the clock. */
  public final long deadline() {
    return deadline;
  }

  /** Whether it neither fired nor was cancelled. */
  public final boolean isPending() {
    return task != null;
  }

  /** Returns true if this call kept the timer from firing; false if it had fired or was cancelled before. */
  public final boolean cancel() {
    if (take() == null) {
      return false;
    }
    forget();
    return true;
  }

  final void fire() {
    TimerTask taken = take();
    if (taken != null) {
      taken.fired(this);
    }
  }

  /** Called once when it was cancelled, by the thread that did. */
  abstract void forget();

  private @Nullable TimerTask take() {
    TimerTask taken = task;
    if (taken == null || !TASK.compareAndSet(this, taken, null)) {
      return null;
    }
    pending.decrement();
    return taken;
  }
}

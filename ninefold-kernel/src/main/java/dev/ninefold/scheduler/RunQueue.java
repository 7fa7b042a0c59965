package dev.ninefold.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The run queue of a lane: first in, first out; one thread adds, any thread takes. What does not fit goes to the overflow. */
final class RunQueue<T> {

  /*
   * I1. Only the holder of the lane writes `tail` and the cells; `head` moves by CAS.
   * I2. A taker reads the cell before its CAS on `head`. The cell is not written again before `head` has passed it, because
   *     the holder adds only while tail - head < CAPACITY. So a CAS that succeeds proves that the cell read was the right one.
   */

  private static final int CAPACITY = 256;
  private static final int MASK = CAPACITY - 1;
  private static final VarHandle HEAD;
  private static final VarHandle TAIL;
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Object[].class);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(RunQueue.class, "head", int.class);
      TAIL = lookup.findVarHandle(RunQueue.class, "tail", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Object[] cells = new Object[CAPACITY];
  private final OverflowQueue<T> overflow;
  private volatile int head;
  private volatile int tail;

  RunQueue(OverflowQueue<T> overflow) {
    this.overflow = overflow;
  }

  /** Holder only. */
  void add(T task) {
    int t = (int) TAIL.get(this);
    if (t - head >= CAPACITY) {
      overflow.add(task);
      return;
    }
    CELL.setRelease(cells, t & MASK, task);
    TAIL.setRelease(this, t + 1);
  }

  /** Any thread. */
  @SuppressWarnings("unchecked") // only `add` writes cells
  @Nullable T poll() {
    while (true) {
      int h = head;
      if (h - tail >= 0) {
        return null;
      }
      Object task = CELL.getAcquire(cells, h & MASK);
      if (HEAD.compareAndSet(this, h, h + 1)) {
        return (T) task;
      }
    }
  }

  boolean isEmpty() {
    return head - tail >= 0;
  }
}

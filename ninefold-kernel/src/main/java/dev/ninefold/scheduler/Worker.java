package dev.ninefold.scheduler;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a thread of Ninefold knows of itself: the step that it runs, and the slot that it holds. The thread of a plain process
 * has one too, without a slot. Belongs to its thread.
 */
public final class Worker {

  /*
   * A sender that is just as fast as the receiver would exchange the cache line of the queue with it for each message. So, once in
   * PROMPT_TURNS, the worker lets a few messages gather before the process takes them, and again as long as more than one came.
   */

  private static final int GATHER_SPINS = 16;
  private static final int PROMPT_TURNS = 64;

  private static final ThreadLocal<@Nullable Worker> CURRENT = new ThreadLocal<>();

  /** The thread of this worker. */
  public final Thread thread;

  private @Nullable Step step;
  private boolean gathering;
  private int promptTurns;
  private final @Nullable SlotScheduler scheduler;

  /** The slot that it holds; given by another thread while this one is parked. */
  volatile @Nullable Slot slot;

  private Worker(Thread thread, @Nullable SlotScheduler scheduler) {
    this.thread = thread;
    this.scheduler = scheduler;
  }

  /** The worker of the calling thread; null on a thread that is not ours. */
  public static @Nullable Worker current() {
    return CURRENT.get();
  }

  /** Makes the calling thread one of ours, for a plain process. */
  public static Worker enter() {
    return enter(null);
  }

  static Worker enter(@Nullable SlotScheduler scheduler) {
    Worker worker = new Worker(Thread.currentThread(), scheduler);
    CURRENT.set(worker);
    return worker;
  }

  /** The step that this thread runs now; null between steps. */
  public @Nullable Step step() {
    return step;
  }

  /** Told by a step when its turn starts and, with null, when it ends. */
  public void step(@Nullable Step step) {
    this.step = step;
  }

  /**
   * Waits a little whether the step that has nothing to do gets something, if no other waits for the slot. Returns whether it did.
   *
   * @param arrived whether it has something to do
   */
  public boolean linger(BooleanSupplier arrived) {
    SlotScheduler owner = scheduler;
    Slot mine = slot;
    if (owner == null || mine == null || !owner.linger(mine, arrived)) {
      return false;
    }
    if (--promptTurns < 0) {
      gathering = true;
      for (int i = 0; i < GATHER_SPINS; i++) {
        Thread.onSpinWait();
      }
    }
    return true;
  }

  /** Whether {@link #linger} has let messages gather, and wants to know what came of it. */
  public boolean isGathering() {
    return gathering;
  }

  /** Told by the process whether it found several messages. */
  public void gathered(boolean several) {
    gathering = false;
    promptTurns = several ? 0 : PROMPT_TURNS;
  }

  /** To be called before the thread parks or blocks: what waits for its slot goes on elsewhere. */
  public void beforeBlocking() {
    SlotScheduler owner = scheduler;
    if (owner != null && slot != null) {
      owner.handOver(this);
    }
  }
}

package dev.ninefold.scheduler;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Decides which process runs when, and on which thread: the seam of design E3. Any thread may use it. */
public interface Scheduler extends AutoCloseable {

  /** Enough messages for a turn to be worth its beginning. */
  int BUDGET = 256;

  /** Makes a step runnable. Called from a running step, the other runs next on the same slot. */
  void execute(Step step);

  /**
   * The same for who knows its worker.
   *
   * @param worker the one of the calling thread, if it has one
   */
  void execute(Step step, @Nullable Worker worker);

  /** Makes a step runnable behind all others that are, as when it used up its budget. */
  void executeLast(Step step);

  /** A thread for a plain process, not started yet. */
  Thread newThread(Runnable body);

  /** Lets a parked thread of ours go on. */
  void unpark(Thread thread);

  /**
   * Parks the calling thread until it is unparked or interrupted, or for no reason: {@link LockSupport#park}.
   *
   * @param blocker what it waits for, for who looks at its stack
   */
  default void park(Object blocker) {
    LockSupport.park(blocker);
  }

  /** Lets others go on before the calling thread does. */
  default void letOthersGoOn() {
    Thread.yield();
  }

  /** Interrupts a thread of ours, which lets it go on if it is parked. */
  default void interrupt(Thread thread) {
    thread.interrupt();
  }

  /** How many messages a process may handle before others have their turn. */
  default int budget() {
    return BUDGET;
  }

  /** Whether the calling thread may look for a moment whether what it waits for comes, before it parks: nobody waits for it to do so. */
  boolean mayLook();

  /** The clock of the node to about a millisecond, cheaply, while processes run. */
  long coarseNanos();

  /** Whether nothing runs or waits to run; plain processes do not count. */
  boolean isIdle();

  /** Ends the workers once they have nothing to do. */
  @Override
  void close();
}

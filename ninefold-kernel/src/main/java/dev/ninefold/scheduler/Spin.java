package dev.ninefold.scheduler;

import java.util.function.BooleanSupplier;

/**
 * A wait that first looks for a short time whether what it waits for comes at once, as the reply of a server that has nothing else to do:
 * parking a thread and waking it costs more than that. Any thread.
 */
public final class Spin {

  /*
   * How long to look adapts itself: where looking was in vain the next wait looks half as long, down to almost nothing, and only one in a
   * while looks for long again. So who waits for slow things loses little, and who is idle nothing. Threads share a spin without lock: what is
   * counted here may be a little wrong, and only costs time then.
   */

  private static final int MOST = 128;
  private static final int LEAST = 1;
  private static final int TRY_AGAIN = 16;
  private static final boolean HELPS = Runtime.getRuntime().availableProcessors() > 1;

  private int turns = MOST;
  private int inVain;

  /** Returns whether it came. */
  public boolean await(BooleanSupplier come) {
    if (!HELPS) {
      return false;
    }
    int most = turns;
    for (int i = 0; i < most; i++) {
      if (come.getAsBoolean()) {
        turns = MOST;
        return true;
      }
      Thread.onSpinWait();
    }
    inVain++;
    turns = inVain % TRY_AGAIN == 0 ? MOST : Math.max(LEAST, most / 2);
    return false;
  }
}

package dev.ninefold.testsupport;

import dev.ninefold.process.Process;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads bring about: as short as possible, and for a generous time at most. */
public final class Eventually {

  /** After this time a test gives up. It says nothing about how fast anything has to be. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int SPINS = 200;
  private static final long PAUSE_NANOS = 200_000;

  private Eventually() {}

  /** Waits until the condition holds, and fails the test if it does not in the end. */
  public static void await(String what, Callable<Boolean> condition) {
    if (!holds(PATIENCE, condition)) {
      throw new AssertionError("waited in vain: " + what);
    }
  }

  /** Waits until the condition holds, or for that long; returns whether it holds. */
  public static boolean holds(Duration patience, Callable<Boolean> condition) {
    long start = System.nanoTime();
    for (int turn = 0; !now(condition); turn++) {
      if (System.nanoTime() - start > patience.toNanos()) {
        return now(condition);
      }
      if (Process.isProcess()) {
        Process.self();
      }
      if (turn < SPINS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return true;
  }

  private static boolean now(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

package dev.ninefold.benchmarks;

import java.util.Map;

/** What a fork of the JVM does: round after round of one row, a figure on standard output after each. */
public final class ForkLoop {
  private static final long NANOS_PER_MILLI = 1_000_000;
  /** Fewer would leave none after the warm-up to take a median of. */
  private static final int AT_LEAST = 3;

  private ForkLoop() {}

  /**
   * Runs the rounds.
   *
   * @param works the work of each row
   * @param args of {@link Plan#arguments}
   */
  public static void run(Map<String, Work> works, String... args) throws Exception {
    Work work = works.get(args[0]);
    if (work == null) {
      throw new IllegalArgumentException("expected a row that this system has, one of " + works.keySet() + ", got " + args[0]);
    }
    int size = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    long end = System.nanoTime() + Integer.parseInt(args[3]) * NANOS_PER_MILLI;
    for (int i = 0; i < rounds && (i < AT_LEAST || System.nanoTime() - end < 0); i++) {
      System.out.println(ForkOutput.MARK + work.measure(size));
    }
  }
}

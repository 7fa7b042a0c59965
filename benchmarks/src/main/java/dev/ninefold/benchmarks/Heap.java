package dev.ninefold.benchmarks;

/** What the JVM's heap holds. */
public final class Heap {
  private static final int COLLECTIONS = 6;

  private Heap() {}

  /** The bytes that are in use after a collection: the least of several, for one alone may leave much. */
  public static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}

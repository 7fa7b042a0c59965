package dev.ninefold.benchmarks.ours;

/** The clock of the rows. */
final class Timed {

  /** What is timed. */
  @FunctionalInterface
  interface Code {
    void run() throws Exception;
  }

  private Timed() {}

  /** Nanoseconds for each of so many. */
  static double per(long count, Code code) throws Exception {
    long start = System.nanoTime();
    code.run();
    return (System.nanoTime() - start) / (double) count;
  }
}

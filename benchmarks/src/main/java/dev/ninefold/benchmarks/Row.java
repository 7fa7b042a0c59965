package dev.ninefold.benchmarks;

/**
 * One measurement of the hand harness.
 *
 * @param name what the command line calls it
 * @param unit of the figure
 * @param rounds how often it is measured; the first third warms up
 * @param work does the work once and returns the figure
 */
record Row(String name, String unit, int rounds, Work work) {

  /** The work of a row. */
  @FunctionalInterface
  interface Work {
    double measure() throws Exception;
  }
}

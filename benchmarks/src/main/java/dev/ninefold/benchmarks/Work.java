package dev.ninefold.benchmarks;

/** The work of a row on one system. */
@FunctionalInterface
public interface Work {

  /**
   * Does one round.
   *
   * @param size how much work it is
   * @return the figure, in the unit of the row
   */
  double measure(int size) throws Exception;
}

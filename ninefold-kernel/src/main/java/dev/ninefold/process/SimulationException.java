package dev.ninefold.process;

/** A {@link Simulation} cannot go on: some code waits for what happens outside of Ninefold, or loops; or the schedule has failed. */
public final class SimulationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SimulationException(IllegalStateException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * The same with more to say about it.
   *
   * @param where in which run
   */
  public SimulationException(String where, SimulationException failure) {
    super(where + ": " + failure.getMessage(), failure.getCause());
  }
}

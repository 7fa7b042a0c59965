package dev.ninefold.process;

/** What a callback, or a receive of a plain process, throws because the schedule of a {@link Simulation} wants it to. */
public final class SimulatedCrashException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A crash. */
  public SimulatedCrashException() {
    super("the schedule of the simulation makes it crash here");
  }
}

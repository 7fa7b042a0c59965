package dev.ninefold.scheduler;

/** Something that a scheduler runs on a worker when it was made runnable: a turn of an event-driven process. */
public interface Step {

  /**
   * Runs one turn. It never throws.
   *
   * @param worker the worker that runs it
   */
  void run(Worker worker);

  /** Whether it was caught blocking outside of our API lately; then it runs without a slot. */
  boolean isBlocking();

  /** Told by the watcher that it blocked its slot. */
  void caughtBlocking();
}

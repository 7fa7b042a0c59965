package dev.ninefold.time;

/** Calls tasks at given times. The seam through which time drives a node; any thread may use it. */
public interface Timers extends AutoCloseable {

  /** The clock whose time the deadlines are of. */
  Clock clock();

  /**
   * Calls the task once the clock has reached the deadline, never before.
   *
   * @param deadline in nanoseconds of {@link Clock#nanoTime}; a past one fires as soon as possible, asynchronously
   * @param task short and not blocking: it runs on the thread of the timers
   */
  Timer schedule(long deadline, TimerTask task);

  /** How many timers wait to fire. A cancelled one no longer counts. */
  int pending();

  /** Drops all timers and ends the thread, if there is one. */
  @Override
  void close();
}

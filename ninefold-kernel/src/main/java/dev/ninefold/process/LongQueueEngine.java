package dev.ninefold.process;

/** The table of long mailboxes: what follows from a length. */
final class LongQueueEngine {

  /** How much of its time the node spends with looking, at most: one part of so many. */
  static final int PART = 100;

  private LongQueueEngine() {}

  /** What follows. */
  enum Decision {
    /** It stays as it is. */
    NOTHING,
    /** It has become long: told. */
    REPORT,
    /** It is short again. */
    REARM
  }

  /**
   * Decides.
   *
   * @param reported whether it was long before
   */
  static Decision decide(LongMessageQueue marks, int length, boolean reported) {
    if (reported) {
      return length <= marks.disable() ? Decision.REARM : Decision.NOTHING;
    }
    return !marks.isOff() && length >= marks.enable() ? Decision.REPORT : Decision.NOTHING;
  }

  /**
   * How many of the coming ticks pass without a look.
   *
   * @param tookNanos how long the last look has taken
   * @param everyNanos the time between two ticks
   */
  static long ticksToSkip(long tookNanos, long everyNanos) {
    return tookNanos * PART / everyNanos;
  }
}

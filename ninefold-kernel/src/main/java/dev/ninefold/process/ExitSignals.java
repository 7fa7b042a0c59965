package dev.ninefold.process;

import dev.ninefold.term.ExitReason;

/** The table of exit signals: what one does to its receiver. OTP: EXT-2 to EXT-14. */
final class ExitSignals {

  private ExitSignals() {}

  /** What to do with an exit signal. */
  sealed interface Outcome {
    /** Nothing happens. */
    record Ignore() implements Outcome {}

    /** The receiver gets it as a message. */
    record Deliver() implements Outcome {}

    /** The receiver ends with the reason. */
    record Terminate(ExitReason reason) implements Outcome {}

    Outcome IGNORE = new Ignore();
    Outcome DELIVER = new Deliver();
  }

  /**
   * Decides.
   *
   * @param reason what the signal carries
   * @param link whether it comes from a link
   * @param linked whether the receiver still has that link
   * @param trapping whether the receiver traps exits
   * @param fromSelf whether sender and receiver are the same
   */
  static Outcome decide(ExitReason reason, boolean link, boolean linked, boolean trapping, boolean fromSelf) {
    if (link && !linked) {
      return Outcome.IGNORE;
    }
    if (!link && reason instanceof ExitReason.Kill) {
      return new Outcome.Terminate(ExitReason.KILLED);
    }
    if (trapping) {
      return Outcome.DELIVER;
    }
    if (reason instanceof ExitReason.Normal && !fromSelf) {
      return Outcome.IGNORE;
    }
    return new Outcome.Terminate(reason);
  }
}

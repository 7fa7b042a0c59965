package dev.ninefold.process;

/** What can be asked of a signal: OTP's options of {@code send/3}, {@code exit/3}, {@code link/2} and {@code alias/1}. */
public enum SignalOption {
  /**
   * A priority message (OTP 28, EEP 76): it enters the mailbox behind other priority messages and before all others. Its receiver has to
   * allow it, by an alias, a link or a monitor with priority. It is seldom needed, and easily does harm: code that expects its messages in the
   * order in which they were sent finds another one.
   */
  PRIORITY;

  /** Whether it is among these. */
  static boolean isPriority(SignalOption... options) {
    boolean priority = false;
    for (SignalOption option : Given.options(options)) {
      priority |= Given.option(option) == PRIORITY;
    }
    return priority;
  }
}

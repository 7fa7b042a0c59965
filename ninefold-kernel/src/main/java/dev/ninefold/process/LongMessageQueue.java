package dev.ninefold.process;

/**
 * From when on a mailbox is so long that there is a {@link LongMessageQueueReport}: OTP 27's {@code {long_message_queue, {Disable, Enable}}}.
 * Nodes look at their mailboxes about once a second, so what is long for a moment is not told. Without it, as in OTP, there are no
 * such reports.
 *
 * @param disable with how many messages or fewer a mailbox that was reported counts as short again; zero or more
 * @param enable with how many messages it is reported; more than {@code disable}
 */
public record LongMessageQueue(int disable, int enable) {

  /** No reports: of a node that is not asked for any, and for one process of a node that is. */
  public static final LongMessageQueue OFF = new LongMessageQueue(0, Integer.MAX_VALUE);

  /** Checks the lengths. */
  public LongMessageQueue {
    if (disable < 0 || disable >= enable) {
      throw new IllegalArgumentException(
          "disable, enable: expected lengths 0 <= disable < enable, got " + disable + " and " + enable);
    }
  }

  /** Reported with so many messages, and short again with half of them. */
  public static LongMessageQueue of(int enable) {
    return new LongMessageQueue(enable / 2, enable);
  }

  /** Whether nothing is ever reported. */
  public boolean isOff() {
    return enable == Integer.MAX_VALUE;
  }
}

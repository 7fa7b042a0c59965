package dev.ninefold.process;

import java.util.Objects;

/**
 * How many messages may wait in the mailbox of a process, and what happens to one more. Counted are casts, sends and calls; never refused
 * or dropped are exits, downs, replies and whatever comes through an alias, messages of timers, and the requests of {@code sys}. OTP's mailboxes have no limit.
 *
 * <p>A process has the limit that its options say, otherwise that of its node ({@link NodeOptions#withMailbox}), otherwise none. Supervisors
 * and what belongs to applications have none unless their own options say so.
 *
 * @param messages how many may wait, one or more; the one that is being handled does not wait
 * @param whenFull what happens to one more
 */
public record MailboxLimit(int messages, WhenFull whenFull) {

  /** What happens to a message that finds the mailbox full. */
  public enum WhenFull {
    /**
     * Its sender waits until there is room, or the receiver has ended; a call at most for its timeout. A process that waits can be ended by
     * exit signals as always. Who sends to itself would wait for ever, and gets a {@link MailboxFullException}.
     */
    BLOCK_SENDER,
    /** Its sender gets a {@link MailboxFullException}; a call fails with {@link CallException.ServerOverloadedException}. */
    REFUSE,
    /** It disappears, if it is a cast or a send. A call fails, as with {@link #REFUSE}. */
    DROP_NEWEST,
    /** It takes the place of the oldest cast or send. A call fails, as with {@link #REFUSE}. */
    DROP_OLDEST,
    /** The receiver ends with the reason {@code {mailbox_full, Limit}}, also if it traps exits. */
    CRASH_RECEIVER
  }

  /** No limit: of a node that has not another default, and for one process of a node that has. */
  public static final MailboxLimit UNLIMITED = new MailboxLimit(Integer.MAX_VALUE, WhenFull.REFUSE);

  /**
   * The reason {@code {mailbox_full, Limit}}: of a process that ended because too much waited for it, and of a request that was refused.
   *
   * @param messages the limit
   */
  public record Full(int messages) {
    @Override
    public String toString() {
      return "{mailbox_full, " + messages + "}";
    }
  }

  /** Checks the limit. */
  public MailboxLimit {
    if (messages < 1) {
      throw new IllegalArgumentException("messages: expected how many may wait, one or more, got " + messages);
    }
    Objects.requireNonNull(whenFull, "whenFull: expected what happens to one more message, got null");
  }

  /** Whether any number may wait. */
  public boolean isUnlimited() {
    return messages == Integer.MAX_VALUE;
  }
}

package dev.ninefold.process;

/** A message was not sent, because the mailbox of its receiver is full, and refuses more: see {@link MailboxLimit}. */
public final class MailboxFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Pid receiver;
  private final transient MailboxLimit limit;

  /**
   * For a message that was refused.
   *
   * @param receiver whose mailbox is full
   * @param limit how many messages may wait there
   * @param why more about it
   */
  MailboxFullException(Pid receiver, MailboxLimit limit, String why) {
    super("the mailbox of " + receiver + " is full: " + limit.messages() + " messages wait there; " + why);
    this.receiver = receiver;
    this.limit = limit;
  }

  /** Whose mailbox is full. */
  public Pid receiver() {
    return receiver;
  }

  /** How many messages may wait there. */
  public MailboxLimit limit() {
    return limit;
  }
}

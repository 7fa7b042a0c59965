package dev.ninefold.process;

import dev.ninefold.process.MailboxLimit.WhenFull;

/** The table of limited mailboxes: what happens to a message. */
final class OverflowEngine {

  private OverflowEngine() {}

  /** What a message is, as far as it matters here. */
  enum Kind {
    /** A cast or a send: nobody waits for an answer. */
    MESSAGE,
    /** A call, or another request. */
    REQUEST
  }

  /** What happens to it. */
  enum Decision {
    /** It enters, and is counted. */
    ADMIT,
    /** Its sender waits. */
    BLOCK,
    /** Its sender is told. */
    REFUSE,
    /** It disappears. */
    DROP,
    /** It enters, and the oldest that may be dropped disappears. */
    DROP_OLDEST,
    /** The receiver ends. */
    CRASH
  }

  /**
   * Decides.
   *
   * @param waiting how many messages wait
   * @param others whether others wait for room already
   */
  static Decision decide(MailboxLimit limit, int waiting, boolean others, Kind kind) {
    WhenFull whenFull = limit.whenFull();
    boolean turn = whenFull != WhenFull.BLOCK_SENDER || !others;
    if (waiting < limit.messages() && turn) {
      return Decision.ADMIT;
    }
    return switch (whenFull) {
      case BLOCK_SENDER -> Decision.BLOCK;
      case REFUSE -> Decision.REFUSE;
      case DROP_NEWEST -> kind == Kind.REQUEST ? Decision.REFUSE : Decision.DROP;
      case DROP_OLDEST -> kind == Kind.REQUEST ? Decision.REFUSE : Decision.DROP_OLDEST;
      case CRASH_RECEIVER -> Decision.CRASH;
    };
  }
}

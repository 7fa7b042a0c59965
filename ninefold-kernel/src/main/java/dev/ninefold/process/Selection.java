package dev.ninefold.process;

import dev.ninefold.process.Signal.Message;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which messages an event-driven process handles now. While none of those comes, the others are looked at once each. */
final class Selection {

  private final Predicate<Object> pattern;
  private Mailbox.Scan scan = new Mailbox.Scan();

  Selection(Predicate<Object> pattern) {
    this.pattern = pattern;
  }

  /** The oldest message that matches, removed; null if there is none. */
  @Nullable Message poll(Mailbox mailbox) {
    Message message = mailbox.poll(pattern, scan);
    if (message != null) {
      // What handles it may receive others, also the one that was looked at last.
      scan = new Mailbox.Scan();
    }
    return message;
  }
}

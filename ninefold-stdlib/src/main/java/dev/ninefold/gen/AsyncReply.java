package dev.ninefold.gen;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a request of {@code sendRequest}, as it lies in the mailbox.
 *
 * @param alias the reference of the request
 * @param value the reply
 */
record AsyncReply(Ref alias, @Nullable Object value) {

  /**
   * The value that is no reply.
   *
   * @param reason why the server does not reply
   * @param server the server, which goes on
   */
  record Refusal(ExitReason reason, Pid server) {}
}

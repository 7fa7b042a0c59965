package dev.ninefold.gen;

import dev.ninefold.process.Ref;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a request of {@code sendRequest}, as it lies in the mailbox.
 *
 * @param alias the reference of the request
 * @param value the reply
 */
record AsyncReply(Ref alias, @Nullable Object value) {}

package dev.ninefold.gen;

/**
 * Whether a message is the response to a request: a {@link Response}, or {@link Response.NoReply}.
 *
 * @param <R> the reply
 */
public sealed interface CheckedResponse<R> permits Response, Response.NoReply {}

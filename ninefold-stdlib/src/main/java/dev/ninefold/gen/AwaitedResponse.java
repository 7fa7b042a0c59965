package dev.ninefold.gen;

/**
 * What waiting for a response comes to: a {@link Response}, or a {@link Response.Timeout}.
 *
 * @param <R> the reply
 */
public sealed interface AwaitedResponse<R> permits Response, Response.Timeout {}

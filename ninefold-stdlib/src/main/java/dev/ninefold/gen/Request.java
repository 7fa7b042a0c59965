package dev.ninefold.gen;

/**
 * A request that is answered with an {@code R}. Implemented by the records of a sealed protocol, so that the compiler refuses a reply
 * of another type, a forgotten request, and a request to a server that does not know it.
 *
 * @param <R> the reply
 */
public interface Request<R> {}

package dev.ninefold.gen;

import dev.ninefold.process.Destination;
import dev.ninefold.term.ExitReason;

/**
 * What a server answered to a request of {@code sendRequest}: OTP's {@code {reply, Reply}} or {@code {error, {Reason, ServerRef}}}.
 *
 * @param <R> the reply
 */
public sealed interface Response<R> extends AwaitedResponse<R>, CheckedResponse<R> {

  /**
   * The server replied.
   *
   * @param value the reply
   */
  record Reply<R>(R value) implements Response<R> {}

  /**
   * The server ended before it replied, was not there, or does not know the request.
   *
   * @param reason its exit reason, noproc, {@code {nodedown, Node}}, or why it refused
   * @param server its pid, or the name that led nowhere
   */
  record Error<R>(ExitReason reason, Destination server) implements Response<R> {}

  /** No response came in time. */
  record Timeout<R>() implements AwaitedResponse<R> {}

  /** The message has nothing to do with the request. */
  record NoReply<R>() implements CheckedResponse<R> {}
}

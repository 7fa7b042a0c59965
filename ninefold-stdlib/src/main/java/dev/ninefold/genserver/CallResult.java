package dev.ninefold.genserver;

import dev.ninefold.gen.Request;
import dev.ninefold.term.ExitReason;
import java.util.Objects;

/**
 * What {@code handleCall} returns: a reply, or anything that {@link Next} allows.
 *
 * @param <S> the state
 */
public sealed interface CallResult<S> permits CallResult.Reply, CallResult.StopAndReply, Next {

  /**
   * The caller gets the value, then the action is carried out. OTP's {@code {reply, Reply, State}}.
   *
   * @param request the request that is answered: the one being handled
   * @param value the reply
   * @param state the new state
   * @param then what the server does next
   */
  record Reply<S>(Request<?> request, Object value, S state, Then then) implements CallResult<S> {
    public Reply {
      Objects.requireNonNull(request, "request: expected the request that is answered, got null");
      Objects.requireNonNull(state, "state: expected the state of the server, got null; for no state use an empty record");
      Objects.requireNonNull(then, "then: expected what the server does next, got null");
    }
  }

  /**
   * Terminate is called, then the caller gets the value, then the server ends. OTP's {@code {stop, Reason, Reply, State}}.
   *
   * @param reason why it ends
   * @param request the request that is answered: the one being handled
   * @param value the reply
   * @param state the last state
   */
  record StopAndReply<S>(ExitReason reason, Request<?> request, Object value, S state) implements CallResult<S> {
    public StopAndReply {
      Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
      Objects.requireNonNull(request, "request: expected the request that is answered, got null");
      Objects.requireNonNull(state, "state: expected the state of the server, got null; for no state use an empty record");
    }
  }

  /** OTP's {@code {reply, Reply, State}}. The request is the pattern variable of the case, whose type names the reply. */
  static <R, S> CallResult<S> reply(Request<R> request, R value, S state) {
    return new Reply<>(request, value, state, Then.None.NONE);
  }

  /** OTP's {@code {reply, Reply, State, Action}}. */
  static <R, S> CallResult<S> reply(Request<R> request, R value, S state, Then then) {
    return new Reply<>(request, value, state, then);
  }

  /** OTP's {@code {stop, Reason, Reply, State}}. */
  static <R, S> CallResult<S> stopAndReply(ExitReason reason, Request<R> request, R value, S state) {
    return new StopAndReply<>(reason, request, value, state);
  }
}

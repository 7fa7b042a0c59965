package dev.ninefold.genevent;

import java.util.Objects;

/**
 * What {@code init} of a handler returns.
 *
 * @param <S> the state
 */
public sealed interface HandlerInit<S> {

  /**
   * The handler is installed. OTP's {@code {ok, State}}.
   *
   * @param state the first state
   * @param hibernate whether the manager is to hibernate; it is small here anyway
   */
  record Ok<S>(S state, boolean hibernate) implements HandlerInit<S> {
    public Ok {
      Objects.requireNonNull(state, "state: expected the state of the handler, got null; for no state use an empty record");
    }
  }

  /**
   * The handler is not installed; who wanted it is told why. OTP's {@code {error, Reason}}.
   *
   * @param reason why
   */
  record Failed<S>(Object reason) implements HandlerInit<S> {
    public Failed {
      Objects.requireNonNull(reason, "reason: expected why the handler is not to be installed, got null");
    }
  }

  /** OTP's {@code {ok, State}}. */
  static <S> HandlerInit<S> ok(S state) {
    return new Ok<>(state, false);
  }

  /** OTP's {@code {ok, State, hibernate}}. After a swap that a handler has returned, this counts as a failure, as in OTP. */
  static <S> HandlerInit<S> hibernate(S state) {
    return new Ok<>(state, true);
  }

  /** OTP's {@code {error, Reason}}. */
  static <S> HandlerInit<S> failed(Object reason) {
    return new Failed<>(reason);
  }
}

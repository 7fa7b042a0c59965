package dev.ninefold.genserver;

import dev.ninefold.term.ExitReason;
import java.util.Objects;

/**
 * What {@code init} returns.
 *
 * @param <S> the state
 */
public sealed interface Init<S> {

  /**
   * The server runs: start returns its reference, then the action is carried out. OTP's {@code {ok, State}}.
   *
   * @param state the first state
   * @param then what it does first
   */
  record Ok<S>(S state, Then then) implements Init<S> {
    public Ok {
      Objects.requireNonNull(state, "state: expected the state of the server, got null; for no state use an empty record");
      Objects.requireNonNull(then, "then: expected what the server does next, got null");
    }
  }

  /** There is nothing to do: start returns ignore, the process ends normally, without a report. */
  record Ignore<S>() implements Init<S> {}

  /**
   * The start fails: start returns the reason once the name is free and the process has ended with it, with a crash report unless the
   * reason is silent. OTP's {@code {stop, Reason}}.
   *
   * @param reason why
   */
  record Stop<S>(ExitReason reason) implements Init<S> {
    public Stop {
      Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
    }
  }

  /**
   * The start fails quietly: start returns the reason, the process ends normally, without a report, and a linked starter sees no exit.
   * OTP's {@code {error, Reason}}.
   *
   * @param reason why
   */
  record Failed<S>(ExitReason reason) implements Init<S> {
    public Failed {
      Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
    }
  }

  /** OTP's {@code {ok, State}}. */
  static <S> Init<S> ok(S state) {
    return new Ok<>(state, Then.None.NONE);
  }

  /** OTP's {@code {ok, State, Action}}. */
  static <S> Init<S> ok(S state, Then then) {
    return new Ok<>(state, then);
  }

  /** OTP's {@code ignore}. */
  static <S> Init<S> ignore() {
    return new Ignore<>();
  }

  /** OTP's {@code {stop, Reason}}. */
  static <S> Init<S> stop(ExitReason reason) {
    return new Stop<>(reason);
  }

  /** OTP's {@code {error, Reason}}. */
  static <S> Init<S> failed(ExitReason reason) {
    return new Failed<>(reason);
  }
}

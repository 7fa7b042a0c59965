package dev.ninefold.genserver;

import dev.ninefold.term.ExitReason;
import java.util.Objects;

/**
 * What {@code handleCast}, {@code handleInfo} and {@code handleContinue} return; {@code handleCall} may, too.
 *
 * @param <S> the state
 */
public sealed interface Next<S> extends CallResult<S> {

  /**
   * The server goes on. A caller, if there is one, waits until somebody replies to its {@code From}. OTP's {@code {noreply, State}}.
   *
   * @param state the new state
   * @param then what it does next
   */
  record NoReply<S>(S state, Then then) implements Next<S> {
    public NoReply {
      Objects.requireNonNull(state, "state: expected the state of the server, got null; for no state use an empty record");
      Objects.requireNonNull(then, "then: expected what the server does next, got null");
    }
  }

  /**
   * Terminate is called, and the server ends. A caller that waits is told the reason. OTP's {@code {stop, Reason, State}}.
   *
   * @param reason why
   * @param state the last state
   */
  record Stop<S>(ExitReason reason, S state) implements Next<S> {
    public Stop {
      Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
      Objects.requireNonNull(state, "state: expected the state of the server, got null; for no state use an empty record");
    }
  }

  /** OTP's {@code {noreply, State}}. */
  static <S> Next<S> noReply(S state) {
    return new NoReply<>(state, Then.None.NONE);
  }

  /** OTP's {@code {noreply, State, Action}}. */
  static <S> Next<S> noReply(S state, Then then) {
    return new NoReply<>(state, then);
  }

  /** OTP's {@code {stop, Reason, State}}. */
  static <S> Next<S> stop(ExitReason reason, S state) {
    return new Stop<>(reason, state);
  }
}

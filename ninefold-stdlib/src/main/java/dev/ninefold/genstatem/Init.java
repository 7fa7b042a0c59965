package dev.ninefold.genstatem;

import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Objects;

/**
 * What {@code init} returns.
 *
 * @param <S> the states
 * @param <D> the data
 */
public sealed interface Init<S, D> {

  /**
   * The machine runs: start returns its reference, then the actions are carried out, and the state is entered. OTP's
   * {@code {ok, State, Data, Actions}}.
   *
   * @param state the first state
   * @param data the first data
   * @param actions what else to do
   */
  record Ok<S, D>(S state, D data, List<? extends Action> actions) implements Init<S, D> {
    public Ok {
      Objects.requireNonNull(state, "state: expected the first state, got null");
      Objects.requireNonNull(data, "data: expected the data of the machine, got null; for no data use an empty record");
      actions = List.copyOf(actions);
    }
  }

  /** There is nothing to do: start returns ignore, the process ends normally, without a report. */
  record Ignore<S, D>() implements Init<S, D> {}

  /**
   * The start fails: start returns the reason once the name is free and the process has ended with it, with a crash report unless the
   * reason is silent. OTP's {@code {stop, Reason}}.
   *
   * @param reason why
   */
  record Stop<S, D>(ExitReason reason) implements Init<S, D> {
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
  record Failed<S, D>(ExitReason reason) implements Init<S, D> {
    public Failed {
      Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
    }
  }

  /** OTP's {@code {ok, State, Data, Actions}}. */
  static <S, D> Init<S, D> ok(S state, D data, Action... actions) {
    return new Ok<>(state, data, List.of(actions));
  }

  /** The same with a list. */
  static <S, D> Init<S, D> ok(S state, D data, List<? extends Action> actions) {
    return new Ok<>(state, data, actions);
  }

  /** OTP's {@code ignore}. */
  static <S, D> Init<S, D> ignore() {
    return new Ignore<>();
  }

  /** OTP's {@code {stop, Reason}}. */
  static <S, D> Init<S, D> stop(ExitReason reason) {
    return new Stop<>(reason);
  }

  /** OTP's {@code {error, Reason}}. */
  static <S, D> Init<S, D> failed(ExitReason reason) {
    return new Failed<>(reason);
  }
}

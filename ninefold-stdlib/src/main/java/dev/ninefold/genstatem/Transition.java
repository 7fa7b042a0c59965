package dev.ninefold.genstatem;

import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code handleEvent} returns: the next state and data, and what else to do.
 *
 * @param <S> the states
 * @param <D> the data
 */
public sealed interface Transition<S, D> permits Transition.NextState, Entered {

  /**
   * The machine goes to the state, which may be the one that it is in. OTP's {@code {next_state, State, Data, Actions}}.
   *
   * @param state the next state
   * @param data the new data
   * @param actions what else to do
   */
  record NextState<S, D>(S state, D data, List<? extends Action> actions) implements Transition<S, D> {
    public NextState {
      Objects.requireNonNull(state, "state: expected the next state, got null");
      Objects.requireNonNull(data, "data: expected the data of the machine, got null; for no data use an empty record");
      actions = List.copyOf(actions);
    }
  }

  /** OTP's {@code {next_state, State, Data, Actions}}. */
  static <S, D> Transition<S, D> nextState(S state, D data, Action... actions) {
    return new NextState<>(state, data, List.of(actions));
  }

  /** The same with a list. */
  static <S, D> Transition<S, D> nextState(S state, D data, List<? extends Action> actions) {
    return new NextState<>(state, data, actions);
  }

  /** OTP's {@code {keep_state, Data, Actions}}. */
  static <S, D> Transition<S, D> keepState(D data, Action... actions) {
    return new Entered.KeepState<>(data, List.of(actions));
  }

  /** The same with a list. */
  static <S, D> Transition<S, D> keepState(D data, List<? extends Action> actions) {
    return new Entered.KeepState<>(data, actions);
  }

  /** OTP's {@code {keep_state_and_data, Actions}}. */
  static <S, D> Transition<S, D> keepStateAndData(Action... actions) {
    return new Entered.KeepStateAndData<>(List.of(actions));
  }

  /** The same with a list. */
  static <S, D> Transition<S, D> keepStateAndData(List<? extends Action> actions) {
    return new Entered.KeepStateAndData<>(actions);
  }

  /** OTP's {@code {repeat_state, Data, Actions}}. */
  static <S, D> Transition<S, D> repeatState(D data, Action... actions) {
    return new Entered.RepeatState<>(data, List.of(actions));
  }

  /** The same with a list. */
  static <S, D> Transition<S, D> repeatState(D data, List<? extends Action> actions) {
    return new Entered.RepeatState<>(data, actions);
  }

  /** OTP's {@code {repeat_state_and_data, Actions}}. */
  static <S, D> Transition<S, D> repeatStateAndData(Action... actions) {
    return new Entered.RepeatStateAndData<>(List.of(actions));
  }

  /** The same with a list. */
  static <S, D> Transition<S, D> repeatStateAndData(List<? extends Action> actions) {
    return new Entered.RepeatStateAndData<>(actions);
  }

  /** OTP's {@code stop}: normally. */
  static <S, D> Entered<S, D> stop() {
    return stop(ExitReason.NORMAL);
  }

  /** OTP's {@code {stop, Reason}}. */
  static <S, D> Entered<S, D> stop(ExitReason reason) {
    return new Entered.Stop<>(reason, Optional.empty());
  }

  /** OTP's {@code {stop, Reason, Data}}. */
  static <S, D> Entered<S, D> stop(ExitReason reason, D data) {
    return new Entered.Stop<>(reason, Optional.of(checked(data)));
  }

  /** OTP's {@code {stop_and_reply, Reason, Replies}}. */
  static <S, D> Entered<S, D> stopAndReply(ExitReason reason, Action.Reply... replies) {
    return stopAndReply(reason, List.of(replies));
  }

  /** The same with a list. */
  static <S, D> Entered<S, D> stopAndReply(ExitReason reason, List<Action.Reply> replies) {
    return new Entered.StopAndReply<>(reason, replies, Optional.empty());
  }

  /** OTP's {@code {stop_and_reply, Reason, Replies, Data}}. */
  static <S, D> Entered<S, D> stopAndReply(ExitReason reason, List<Action.Reply> replies, D data) {
    return new Entered.StopAndReply<>(reason, replies, Optional.of(checked(data)));
  }

  private static <D> D checked(D data) {
    return Objects.requireNonNull(data, "data: expected the last data of the machine, got null; leave it away if it is no other");
  }
}

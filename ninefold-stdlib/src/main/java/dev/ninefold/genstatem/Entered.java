package dev.ninefold.genstatem;

import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code stateEnter} returns; {@code handleEvent} may, too. The state stays; what an enter call must not ask for (postpone, inserted
 * events, another callback module) does not compile.
 *
 * @param <S> the states
 * @param <D> the data
 */
public sealed interface Entered<S, D> extends Transition<S, D> {

  /**
   * The same state, other data. OTP's {@code {keep_state, Data, Actions}}.
   *
   * @param data the new data
   * @param actions what else to do
   */
  record KeepState<S, D>(D data, List<? extends Action> actions) implements Entered<S, D> {
    public KeepState {
      Objects.requireNonNull(data, "data: expected the data of the machine, got null; for no data use an empty record");
      actions = List.copyOf(actions);
    }
  }

  /**
   * The same state and data. OTP's {@code {keep_state_and_data, Actions}}.
   *
   * @param actions what else to do
   */
  record KeepStateAndData<S, D>(List<? extends Action> actions) implements Entered<S, D> {
    public KeepStateAndData {
      actions = List.copyOf(actions);
    }
  }

  /**
   * The same state, entered once more, other data. OTP's {@code {repeat_state, Data, Actions}}.
   *
   * @param data the new data
   * @param actions what else to do
   */
  record RepeatState<S, D>(D data, List<? extends Action> actions) implements Entered<S, D> {
    public RepeatState {
      Objects.requireNonNull(data, "data: expected the data of the machine, got null; for no data use an empty record");
      actions = List.copyOf(actions);
    }
  }

  /**
   * The same state, entered once more, and the same data. OTP's {@code {repeat_state_and_data, Actions}}.
   *
   * @param actions what else to do
   */
  record RepeatStateAndData<S, D>(List<? extends Action> actions) implements Entered<S, D> {
    public RepeatStateAndData {
      actions = List.copyOf(actions);
    }
  }

  /**
   * Terminate is called, and the machine ends. OTP's {@code {stop, Reason, Data}}.
   *
   * @param reason why
   * @param data the last data, if it is another
   */
  record Stop<S, D>(ExitReason reason, Optional<D> data) implements Entered<S, D> {
    public Stop {
      Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
      Objects.requireNonNull(data, "data: expected the last data or Optional.empty(), got null");
    }
  }

  /**
   * The replies are sent, terminate is called, and the machine ends. OTP's {@code {stop_and_reply, Reason, Replies, Data}}.
   *
   * @param reason why
   * @param replies what to send first
   * @param data the last data, if it is another
   */
  record StopAndReply<S, D>(ExitReason reason, List<Action.Reply> replies, Optional<D> data) implements Entered<S, D> {
    public StopAndReply {
      Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
      replies = List.copyOf(replies);
      Objects.requireNonNull(data, "data: expected the last data or Optional.empty(), got null");
    }
  }

  /** OTP's {@code {keep_state, Data, Actions}}. */
  static <S, D> Entered<S, D> keepState(D data, EnterAction... actions) {
    return new KeepState<>(data, List.of(actions));
  }

  /** OTP's {@code {keep_state_and_data, Actions}}. */
  static <S, D> Entered<S, D> keepStateAndData(EnterAction... actions) {
    return new KeepStateAndData<>(List.of(actions));
  }

  /** OTP's {@code {repeat_state, Data, Actions}}: enters the state again, until it is kept. */
  static <S, D> Entered<S, D> repeatState(D data, EnterAction... actions) {
    return new RepeatState<>(data, List.of(actions));
  }

  /** OTP's {@code {repeat_state_and_data, Actions}}. */
  static <S, D> Entered<S, D> repeatStateAndData(EnterAction... actions) {
    return new RepeatStateAndData<>(List.of(actions));
  }
}

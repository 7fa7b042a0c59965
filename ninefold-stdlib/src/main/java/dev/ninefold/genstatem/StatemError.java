package dev.ninefold.genstatem;

/** The exit reason of a machine whose callback returned what it must not, or not there. */
public sealed interface StatemError {

  /**
   * OTP's {@code {bad_return_from_init, X}}.
   *
   * @param value what it returned, as text if it was null
   */
  record BadReturnFromInit(Object value) implements StatemError {
    @Override
    public String toString() {
      return "{bad_return_from_init, " + value + "}";
    }
  }

  /**
   * OTP's {@code {bad_return_from_state_function, X}}.
   *
   * @param value what it returned, as text if it was null
   */
  record BadReturnFromStateFunction(Object value) implements StatemError {
    @Override
    public String toString() {
      return "{bad_return_from_state_function, " + value + "}";
    }
  }

  /**
   * OTP's {@code {bad_action_from_state_function, Action}}.
   *
   * @param action the action
   */
  record BadActionFromStateFunction(Object action) implements StatemError {
    @Override
    public String toString() {
      return "{bad_action_from_state_function, " + action + "}";
    }
  }

  /**
   * OTP's {@code {bad_reply_action_from_state_function, Action}}.
   *
   * @param action what was among the replies
   */
  record BadReplyActionFromStateFunction(Object action) implements StatemError {
    @Override
    public String toString() {
      return "{bad_reply_action_from_state_function, " + action + "}";
    }
  }

  /**
   * An enter call returned another state. OTP's {@code {bad_state_enter_return_from_state_function, X}}.
   *
   * @param value what it returned
   */
  record BadStateEnterReturnFromStateFunction(Object value) implements StatemError {
    @Override
    public String toString() {
      return "{bad_state_enter_return_from_state_function, " + value + "}";
    }
  }

  /**
   * An enter call asked for what only events may. OTP's {@code {bad_state_enter_action_from_state_function, Action}}.
   *
   * @param action the action
   */
  record BadStateEnterActionFromStateFunction(Object action) implements StatemError {
    @Override
    public String toString() {
      return "{bad_state_enter_action_from_state_function, " + action + "}";
    }
  }
}

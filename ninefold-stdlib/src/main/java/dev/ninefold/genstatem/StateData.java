package dev.ninefold.genstatem;

import java.util.Objects;

/**
 * State and data of a machine, as {@code sys:get_state} shows them and {@code sys:replace_state} takes them: OTP's
 * {@code {State, Data}}.
 *
 * @param state the state
 * @param data the data
 */
public record StateData<S, D>(S state, D data) {

  public StateData {
    Objects.requireNonNull(state, "state: expected the state of the machine, got null");
    Objects.requireNonNull(data, "data: expected the data of the machine, got null; for no data use an empty record");
  }

  @Override
  public String toString() {
    return "{" + state + ", " + data + "}";
  }
}

package dev.ninefold.genevent;

import java.util.Objects;

/**
 * A handler and its state: an element of the list that {@code sys:get_state} of a manager is, and what the function of
 * {@code sys:replace_state} gets and returns. OTP's {@code {Module, Id, State}}.
 *
 * @param handler the handler
 * @param state its state
 */
public record HandlerState(HandlerKey<?> handler, Object state) {

  public HandlerState {
    Objects.requireNonNull(handler, "handler: expected the key of the handler, got null");
    Objects.requireNonNull(state, "state: expected the state of the handler, got null");
  }

  /** The same handler with another state. */
  public HandlerState withState(Object state) {
    return new HandlerState(handler, state);
  }
}

package dev.ninefold.genstatem;

import dev.ninefold.gen.Request;

/**
 * A state that handles its events itself: OTP's state function. Implemented by the constants of an enum, each with a body or with a
 * reference to a method, or by the records of a sealed interface, which may have data of their own. States are compared by
 * {@code equals}, so a fresh lambda would be another state each time.
 *
 * @param <S> the states: the enum or the interface itself
 * @param <D> the data
 * @param <Q> the requests
 * @param <C> the casts
 */
@FunctionalInterface
public interface StateFunction<S, D, Q extends Request<?>, C> {

  /** Handles an event in this state: OTP's {@code StateName(EventType, EventContent, Data)}. */
  Transition<S, D> handleEvent(StateEvent<Q, C> event, D data) throws Exception;

  /**
   * Called when the machine enters this state: OTP's {@code StateName(enter, OldState, Data)}.
   *
   * @param oldState the state that it comes from; this one at the start and after a repetition
   */
  default Entered<S, D> stateEnter(S oldState, D data) throws Exception {
    return Entered.keepStateAndData();
  }
}

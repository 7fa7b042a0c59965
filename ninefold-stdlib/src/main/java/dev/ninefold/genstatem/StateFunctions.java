package dev.ninefold.genstatem;

import dev.ninefold.gen.Request;

/**
 * A state machine with one function for each state: OTP's callback mode {@code state_functions}. The state is an object that handles its
 * events itself.
 *
 * @param <S> the states
 * @param <D> the data
 * @param <Q> the requests, a sealed interface whose records are {@link Request}s
 * @param <C> the casts, a sealed interface
 */
public interface StateFunctions<S extends StateFunction<S, D, Q, C>, D, Q extends Request<?>, C> extends GenStatem<S, D, Q, C> {

  @Override
  default Transition<S, D> handleEvent(StateEvent<Q, C> event, S state, D data) throws Exception {
    return state.handleEvent(event, data);
  }

  @Override
  default Entered<S, D> stateEnter(S oldState, S state, D data) throws Exception {
    return state.stateEnter(oldState, data);
  }
}

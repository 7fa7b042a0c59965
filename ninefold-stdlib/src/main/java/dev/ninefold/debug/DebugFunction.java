package dev.ninefold.debug;

import java.util.Objects;

/**
 * A function of the user's that sees each event of a process, and runs in it: OTP's {@code sys:dbg_fun()}. It has a state of its own. Its
 * time is the process' time, so it should be quick.
 *
 * @param <S> its state
 */
@FunctionalInterface
public interface DebugFunction<S> {

  /**
   * Sees an event. If it throws, it is removed; an exception {@code ThrownException} counts as a result.
   *
   * @param state what it has returned the last time
   * @param event what happened
   * @param process the name of the process, or its pid; of a special process, what that says
   * @return {@link #next} with the new state, or {@link #done}, and it is removed
   */
  Result<S> handle(S state, SystemEvent event, Object process) throws Exception;

  /** It is to be called again, with that state. */
  static <S> Result<S> next(S state) {
    return new Result.Next<>(state);
  }

  /** It has seen enough, and is removed. */
  static <S> Result<S> done() {
    return new Result.Done<>();
  }

  /**
   * What becomes of a function.
   *
   * @param <S> its state
   */
  sealed interface Result<S> {

    /**
     * It stays.
     *
     * @param state its state from now on
     */
    record Next<S>(S state) implements Result<S> {
      public Next {
        Objects.requireNonNull(state, "state: expected the new state of the debug function, got null");
      }
    }

    /** It is removed. */
    record Done<S>() implements Result<S> {}
  }
}

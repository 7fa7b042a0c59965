package dev.ninefold.genevent;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * What {@code handleEvent} and {@code handleInfo} return.
 *
 * @param <S> the state
 */
public sealed interface HandlerNext<S> {

  /**
   * The handler stays. OTP's {@code {ok, NewState}}.
   *
   * @param state the new state
   * @param hibernate whether the manager is to hibernate; it is small here anyway
   */
  record Ok<S>(S state, boolean hibernate) implements HandlerNext<S> {
    public Ok {
      Objects.requireNonNull(state, "state: expected the state of the handler, got null; for no state use an empty record");
    }
  }

  /**
   * Another handler takes its place, and its owner if it has one. OTP's {@code {swap_handler, Args1, NewState, Handler2, Args2}}.
   *
   * @param args what {@code terminate} gets
   * @param state the last state
   * @param handler by what the other one is addressed
   * @param module makes it; it must understand the events of the manager
   */
  record Swap<S>(Object args, S state, HandlerKey<?> handler, Supplier<? extends EventHandler<?, ?, ?>> module)
      implements
        HandlerNext<S> {
    public Swap {
      Checks.swap(args, state, handler, module);
    }
  }

  /** The handler is removed. OTP's {@code remove_handler}. */
  record Remove<S>() implements HandlerNext<S> {}

  /** OTP's {@code {ok, NewState}}. */
  static <S> HandlerNext<S> ok(S state) {
    return new Ok<>(state, false);
  }

  /** OTP's {@code {ok, NewState, hibernate}}. */
  static <S> HandlerNext<S> hibernate(S state) {
    return new Ok<>(state, true);
  }

  /** OTP's {@code {swap_handler, Args1, NewState, Handler2, Args2}}; the arguments of the other handler are in what makes it. */
  static <S, H extends EventHandler<?, ?, ?>> HandlerNext<S> swap(
      Object args, S state, HandlerKey<H> handler, Supplier<? extends H> module) {
    return new Swap<>(args, state, handler, module);
  }

  /** OTP's {@code remove_handler}. */
  static <S> HandlerNext<S> remove() {
    return new Remove<>();
  }
}

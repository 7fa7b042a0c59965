package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What {@code handleCall} of a handler returns: always with a reply. Its first part is the request that is answered, the pattern variable of
 * the case, whose type names the reply.
 *
 * @param <S> the state
 */
public sealed interface HandlerReply<S> {

  /**
   * The handler stays. OTP's {@code {ok, Reply, NewState}}.
   *
   * @param request the request that is answered
   * @param value the reply
   * @param state the new state
   * @param hibernate whether the manager is to hibernate; it is small here anyway
   */
  record Ok<S>(Request<?> request, Object value, S state, boolean hibernate) implements HandlerReply<S> {
    public Ok {
      Checks.request(request);
      Objects.requireNonNull(state, "state: expected the state of the handler, got null; for no state use an empty record");
    }
  }

  /**
   * Another handler takes its place, then the caller gets the reply. OTP's
   * {@code {swap_handler, Reply, Args1, NewState, Handler2, Args2}}.
   *
   * @param request the request that is answered
   * @param value the reply
   * @param args what {@code terminate} gets
   * @param state the last state
   * @param handler by what the other one is addressed
   * @param module makes it; it must understand the events of the manager
   */
  record Swap<S>(
      Request<?> request, Object value, Object args, S state, HandlerKey<?> handler,
      Supplier<? extends EventHandler<?, ?, ?>> module) implements HandlerReply<S> {
    public Swap {
      Checks.request(request);
      Checks.swap(args, state, handler, module);
    }
  }

  /**
   * The handler is removed, then the caller gets the reply. OTP's {@code {remove_handler, Reply}}.
   *
   * @param request the request that is answered
   * @param value the reply
   */
  record Remove<S>(Request<?> request, Object value) implements HandlerReply<S> {
    public Remove {
      Checks.request(request);
    }
  }

  /** OTP's {@code {ok, Reply, NewState}}. */
  static <R, S> HandlerReply<S> reply(Request<R> request, R value, S state) {
    return new Ok<>(request, value, state, false);
  }

  /** OTP's {@code {ok, Reply, NewState, hibernate}}. */
  static <R, S> HandlerReply<S> hibernate(Request<R> request, R value, S state) {
    return new Ok<>(request, value, state, true);
  }

  /** OTP's {@code {swap_handler, Reply, Args1, NewState, Handler2, Args2}}; the arguments of the other handler are in what makes it. */
  static <R, S, H extends EventHandler<?, ?, ?>> HandlerReply<S> swap(
      Request<R> request, R value, Object args, S state, HandlerKey<H> handler, Supplier<? extends H> module) {
    return new Swap<>(request, value, args, state, handler, module);
  }

  /** OTP's {@code {remove_handler, Reply}}. */
  static <R, S> HandlerReply<S> remove(Request<R> request, R value) {
    return new Remove<>(request, value);
  }
}

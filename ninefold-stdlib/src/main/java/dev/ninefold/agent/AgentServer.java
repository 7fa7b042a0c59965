package dev.ninefold.agent;

import dev.ninefold.agent.Agent.Updated;
import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.From;
import dev.ninefold.gen.InitialCalled;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.InitialCall;
import dev.ninefold.term.ExitReason;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The server behind an agent.
 *
 * @param <S> the state
 */
final class AgentServer<S> implements GenServer<S, AgentServer.Call<S, ?>, AgentServer.Cast<S>>, InitialCalled {

  /** What is asked of it. */
  sealed interface Call<S, R> extends Request<R> {}

  /** What comes of that function? */
  record Get<S, R>(Function<? super S, ? extends R> function) implements Call<S, R> {}

  /** What comes of that function, and what is the state to be? */
  record GetAndUpdate<S, R>(Function<? super S, Updated<R, S>> function) implements Call<S, R> {}

  /** The state is to be what that function makes of it. */
  record Cast<S>(UnaryOperator<S> function) {}

  private final Callable<? extends S> initial;

  AgentServer(Callable<? extends S> initial) {
    this.initial = initial;
  }

  @Override
  public InitialCall initialCall() {
    return InitialCall.of(initial, "call");
  }

  @Override
  public Init<S> init() throws Exception {
    return Init.ok(initial.call());
  }

  @Override
  public CallResult<S> handleCall(Call<S, ?> request, From from, S state) {
    return switch (request) {
      case Get<S, ?> get -> get(get, state);
      case GetAndUpdate<S, ?> both -> getAndUpdate(both, state);
    };
  }

  private static <S, R> CallResult<S> get(Get<S, R> get, S state) {
    return CallResult.reply(get, get.function().apply(state), state);
  }

  private static <S, R> CallResult<S> getAndUpdate(GetAndUpdate<S, R> both, S state) {
    @Nullable Updated<R, S> updated = both.function().apply(state);
    return updated == null ? Next.stop(new ExitReason.Other(new BadReturnValue("null")), state)
        : CallResult.reply(both, updated.value(), updated.state());
  }

  @Override
  public Next<S> handleCast(Cast<S> message, S state) {
    return Next.noReply(message.function().apply(state));
  }

  /** See {@link Agent#changeCode}. */
  @Override
  @SuppressWarnings("unchecked") // who changes the code says what the states are
  public S codeChange(Object oldVersion, Object oldState, Object extra) {
    return ((UnaryOperator<S>) extra).apply((S) oldState);
  }
}

package dev.ninefold.agent;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A process that keeps a state, which others read and change by functions: Elixir's {@code Agent}. For a state that needs no protocol of its own; more
 * than that is a {@link GenServer}.
 *
 * <pre>{@code
 * AgentRef<Integer> counter = Agent.startLink(() -> 0).orElseThrow();
 * Agent.update(counter, n -> n + 1);
 * int n = Agent.get(counter, n -> n);
 * }</pre>
 *
 * <p>The functions run in the agent, one after another, and all others wait meanwhile: what takes long belongs into the caller. A function that
 * throws ends the agent, and the caller gets a {@link dev.ninefold.process.CallException}. Any thread may call the functions of this class.
 */
public final class Agent {

  private Agent() {}

  /**
   * What a function of {@link #getAndUpdate} returns.
   *
   * @param value what the caller gets
   * @param state the new state
   */
  public record Updated<R, S>(R value, S state) {}

  private enum Ok {
    OK
  }

  // ---- starting and stopping

  /**
   * Starts an agent linked to the calling process: Elixir's {@code Agent.start_link/2}.
   *
   * @param initial makes the state, in the agent
   * @return Ok; or Failed, with what the function threw, or that the name is taken
   */
  public static <S> StartResult<AgentRef<S>> startLink(Callable<? extends S> initial, StartOptions options) {
    return ref(GenServer.startLink(module(initial), options));
  }

  /** The same with the default options. */
  public static <S> StartResult<AgentRef<S>> startLink(Callable<? extends S> initial) {
    return startLink(initial, StartOptions.DEFAULT);
  }

  /** Starts an agent that is linked to nobody: Elixir's {@code Agent.start/2}. */
  public static <S> StartResult<AgentRef<S>> start(Callable<? extends S> initial, StartOptions options) {
    return ref(GenServer.start(module(initial), options));
  }

  /** The same with the default options. */
  public static <S> StartResult<AgentRef<S>> start(Callable<? extends S> initial) {
    return start(initial, StartOptions.DEFAULT);
  }

  private static <S> Supplier<AgentServer<S>> module(Callable<? extends S> initial) {
    Objects.requireNonNull(initial, "initial: expected what makes the state, got null");
    return () -> new AgentServer<>(initial);
  }

  private static <S> StartResult<AgentRef<S>> ref(StartResult<? extends ServerRef<?, ?>> result) {
    return switch (result) {
      case StartResult.Ok<? extends ServerRef<?, ?>> ok -> StartResult.ok(ok.pid(), AgentRef.of(ok.pid()));
      case StartResult.Ignore<? extends ServerRef<?, ?>> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<? extends ServerRef<?, ?>>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  /** An agent as a child of a supervisor, with this class as its id: Elixir's {@code Agent.child_spec/1}. */
  public static <S> ChildSpec childSpec(Callable<? extends S> initial, StartOptions options) {
    Objects.requireNonNull(initial, "initial: expected what makes the state, got null");
    return ChildSpec.worker(Agent.class, () -> startLink(initial, options)).withModules(Modules.of(Agent.class));
  }

  /** The same with the default options. */
  public static <S> ChildSpec childSpec(Callable<? extends S> initial) {
    return childSpec(initial, StartOptions.DEFAULT);
  }

  /** Stops the agent with reason normal and waits for its end: Elixir's {@code Agent.stop/1}. */
  public static void stop(AgentRef<?> agent) {
    GenServer.stop(agent.server());
  }

  /**
   * The same with a reason: Elixir's {@code Agent.stop/3}.
   *
   * @throws dev.ninefold.process.ExitException if the agent is not there, ends with another reason, or not in time
   */
  public static void stop(AgentRef<?> agent, ExitReason reason, Duration timeout) {
    GenServer.stop(agent.server(), reason, timeout);
  }

  // ---- the state

  /** What a function makes of the state, within five seconds: Elixir's {@code Agent.get/2}. */
  public static <S, R> R get(AgentRef<S> agent, Function<? super S, ? extends R> function) {
    return get(agent, function, GenServer.CALL_TIMEOUT);
  }

  /** The same with a timeout: Elixir's {@code Agent.get/3}. */
  public static <S, R> R get(AgentRef<S> agent, Function<? super S, ? extends R> function, Duration timeout) {
    return GenServer.call(agent.agent(), new AgentServer.Get<S, R>(checked(function)), timeout);
  }

  /** Changes the state, and waits until that is done, up to five seconds: Elixir's {@code Agent.update/2}. */
  public static <S> void update(AgentRef<S> agent, UnaryOperator<S> function) {
    update(agent, function, GenServer.CALL_TIMEOUT);
  }

  /** The same with a timeout: Elixir's {@code Agent.update/3}. */
  public static <S> void update(AgentRef<S> agent, UnaryOperator<S> function, Duration timeout) {
    checked(function);
    getAndUpdate(agent, state -> new Updated<>(Ok.OK, function.apply(state)), timeout);
  }

  /** Reads and changes the state in one go, within five seconds: Elixir's {@code Agent.get_and_update/2}. */
  public static <S, R> R getAndUpdate(AgentRef<S> agent, Function<? super S, Updated<R, S>> function) {
    return getAndUpdate(agent, function, GenServer.CALL_TIMEOUT);
  }

  /** The same with a timeout: Elixir's {@code Agent.get_and_update/3}. A function that returns null ends the agent. */
  public static <S, R> R getAndUpdate(AgentRef<S> agent, Function<? super S, Updated<R, S>> function, Duration timeout) {
    return GenServer.call(agent.agent(), new AgentServer.GetAndUpdate<>(checked(function)), timeout);
  }

  /** Has the state changed, and returns at once, whether the agent is there or not: Elixir's {@code Agent.cast/2}. */
  public static <S> void cast(AgentRef<S> agent, UnaryOperator<S> function) {
    GenServer.cast(agent.agent(), new AgentServer.Cast<>(checked(function)));
  }

  /**
   * Changes the state of a suspended agent, as when a new version of the code wants another one: {@code sys:change_code} of an agent.
   *
   * @throws dev.ninefold.sys.SysException if the agent is not suspended, or the function throws; then it keeps its state
   */
  public static <S> void changeCode(AgentRef<S> agent, UnaryOperator<S> function) {
    checked(function);
    Sys.changeCode(agent, new AgentServer<S>(() -> {
      throw new IllegalStateException("the agent that runs goes on; another one is not started");
    }), "any", function);
  }

  private static <F> F checked(F function) {
    return Objects.requireNonNull(function, "function: expected what to do with the state, got null");
  }
}

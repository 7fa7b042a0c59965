package dev.ninefold.supervisor;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.term.ExitReason;
import java.util.function.Supplier;

/**
 * Connects a subsystem that knows nothing of supervision to a tree: towards its supervisor the bridge behaves as a supervisor does, and
 * stops the subsystem by a callback. OTP's {@code supervisor_bridge}.
 *
 * @param <S> what the bridge keeps for its {@link #terminate}
 */
public interface SupervisorBridge<S> {

  /**
   * What {@code init} returns.
   *
   * @param <S> the state of the bridge
   */
  sealed interface Init<S> {
    /**
     * The subsystem runs; the bridge links itself to its main process. OTP's {@code {ok, Pid, State}}.
     *
     * @param pid the main process
     * @param state what terminate gets
     */
    record Ok<S>(Pid pid, S state) implements Init<S> {}

    /** There is nothing to do: start returns ignore. */
    record Ignore<S>() implements Init<S> {}

    /**
     * The start fails. OTP's {@code {error, Reason}}.
     *
     * @param reason why
     */
    record Failed<S>(ExitReason reason) implements Init<S> {}

    /** OTP's {@code {ok, Pid, State}}. */
    static <S> Init<S> ok(Pid pid, S state) {
      return new Ok<>(pid, state);
    }

    /** OTP's {@code ignore}. */
    static <S> Init<S> ignore() {
      return new Ignore<>();
    }

    /** OTP's {@code {error, Reason}}. */
    static <S> Init<S> failed(ExitReason reason) {
      return new Failed<>(reason);
    }
  }

  /** Starts the subsystem, in the process of the bridge. */
  Init<S> init() throws Exception;

  /**
   * Stops the subsystem. Called when the bridge is told to end; not when the main process has ended by itself.
   *
   * @param reason why the bridge ends
   * @param state what init has returned
   */
  void terminate(ExitReason reason, S state) throws Exception;

  /**
   * Starts a bridge linked to the calling process, and waits for its init: OTP's {@code supervisor_bridge:start_link}.
   *
   * @return Ok, or Ignore, or Failed
   */
  static <S> StartResult<SupervisorRef> startLink(Supplier<? extends SupervisorBridge<S>> module, StartOptions options) {
    return BridgeProcess.startLink(module, options);
  }

  /** The same with the default options. */
  static <S> StartResult<SupervisorRef> startLink(Supplier<? extends SupervisorBridge<S>> module) {
    return startLink(module, StartOptions.DEFAULT);
  }
}

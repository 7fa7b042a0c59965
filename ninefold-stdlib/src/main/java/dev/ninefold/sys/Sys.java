package dev.ninefold.sys;

import dev.ninefold.gen.SystemRequest;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Reachable;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looking into a running process and steering it: OTP's {@code sys}. Works on everything that answers system messages: the behaviours,
 * given by pid, by name, or by the reference that their start returns. Any thread may call it. Every function throws
 * {@link dev.ninefold.process.CallException} if the process does not answer in time, by default within five seconds.
 */
public final class Sys {

  /** How long the functions wait if nothing else is said. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Sys() {}

  /** From now on the process handles only system messages and its parent's exit; everything else waits: {@code sys:suspend}. */
  public static void suspend(Reachable process) {
    suspend(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void suspend(Reachable process, Duration timeout) {
    call("suspend", process, new SystemRequest.Suspend(), timeout);
  }

  /** The process handles everything again: {@code sys:resume}. */
  public static void resume(Reachable process) {
    resume(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void resume(Reachable process, Duration timeout) {
    call("resume", process, new SystemRequest.Resume(), timeout);
  }

  /** The state of the process: {@code sys:get_state}. */
  public static Object getState(Reachable process) {
    return getState(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static Object getState(Reachable process, Duration timeout) {
    return call("get_state", process, new SystemRequest.GetState(), timeout);
  }

  /**
   * Replaces the state by what the function, which runs in the process, makes of it: {@code sys:replace_state}.
   *
   * @return the new state
   * @throws SysException if the function throws; then the process keeps its state
   */
  public static Object replaceState(Reachable process, UnaryOperator<Object> function) {
    return replaceState(process, function, TIMEOUT);
  }

  /** The same with a timeout. */
  public static Object replaceState(Reachable process, UnaryOperator<Object> function, Duration timeout) {
    Objects.requireNonNull(function, "function: expected what makes the new state of the old one, got null");
    return call("replace_state", process, new SystemRequest.ReplaceState(function), timeout);
  }

  /** The state and more, through formatStatus: {@code sys:get_status}. */
  public static SystemStatus getStatus(Reachable process) {
    return getStatus(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static SystemStatus getStatus(Reachable process, Duration timeout) {
    return (SystemStatus) call("get_status", process, new SystemRequest.GetStatus(), timeout);
  }

  /**
   * Gives a suspended process another version of its module, whose codeChange takes over the state: {@code sys:change_code}.
   *
   * @param module an instance of the new version
   * @param oldVersion the version that the state is of
   * @param extra what codeChange gets besides
   * @throws SysException if the process is not suspended, or codeChange throws; then it keeps its state and module
   */
  public static void changeCode(Reachable process, Object module, Object oldVersion, Object extra) {
    changeCode(process, module, oldVersion, extra, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void changeCode(Reachable process, Object module, Object oldVersion, Object extra, Duration timeout) {
    Objects.requireNonNull(oldVersion, "oldVersion: expected the version that the state is of, got null");
    Objects.requireNonNull(extra, "extra: expected what codeChange gets besides, got null");
    call("change_code", process, new SystemRequest.ChangeCode(module, oldVersion, extra), timeout);
  }

  /** Has the process end through its terminate; returns before it does: {@code sys:terminate}. */
  public static void terminate(Reachable process, ExitReason reason) {
    terminate(process, reason, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void terminate(Reachable process, ExitReason reason, Duration timeout) {
    Objects.requireNonNull(reason, "reason: expected the exit reason of the process, got null");
    call("terminate", process, new SystemRequest.Terminate(reason), timeout);
  }

  private static Object call(String function, Reachable process, SystemRequest request, Duration timeout) {
    Objects.requireNonNull(process, "process: expected a pid, a name, or the reference to a server, got null");
    @Nullable Object answer = Calls.call("sys:" + function, process.destination(), request, timeout);
    if (answer instanceof SystemRequest.Failure failure) {
      throw new SysException(function, process.destination(), failure);
    }
    return Objects.requireNonNull(answer, "a system message is always answered");
  }
}

package dev.ninefold.sys;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.SystemRequest;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Destination;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looking into a running process and steering it: OTP's {@code sys}. Works on everything that answers system messages: the behaviours. Any
 * thread may call it. Every function throws {@link dev.ninefold.process.CallException} if the process does not answer in time, by default
 * within five seconds.
 */
public final class Sys {

  /** How long the functions wait if nothing else is said. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Sys() {}

  /** From now on the process handles only system messages and its parent's exit; everything else waits: {@code sys:suspend}. */
  public static void suspend(Destination process) {
    call("suspend", process, new SystemRequest.Suspend(), TIMEOUT);
  }

  /** The process handles everything again: {@code sys:resume}. */
  public static void resume(Destination process) {
    call("resume", process, new SystemRequest.Resume(), TIMEOUT);
  }

  /** The state of the process: {@code sys:get_state}. */
  public static Object getState(Destination process) {
    return getState(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static Object getState(Destination process, Duration timeout) {
    return call("get_state", process, new SystemRequest.GetState(), timeout);
  }

  /** The same by a reference. */
  public static Object getState(ServerRef<?, ?> server) {
    return getState(server.destination());
  }

  /**
   * Replaces the state by what the function, which runs in the process, makes of it: {@code sys:replace_state}.
   *
   * @return the new state
   * @throws SysException if the function throws; then the process keeps its state
   */
  public static Object replaceState(Destination process, UnaryOperator<Object> function) {
    return replaceState(process, function, TIMEOUT);
  }

  /** The same with a timeout. */
  public static Object replaceState(Destination process, UnaryOperator<Object> function, Duration timeout) {
    return call("replace_state", process, new SystemRequest.ReplaceState(Objects.requireNonNull(function, "function")), timeout);
  }

  /** The state and more, through formatStatus: {@code sys:get_status}. */
  public static SystemStatus getStatus(Destination process) {
    return getStatus(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static SystemStatus getStatus(Destination process, Duration timeout) {
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
  public static void changeCode(Destination process, Object module, Object oldVersion, Object extra) {
    call("change_code", process, new SystemRequest.ChangeCode(module, oldVersion, extra), TIMEOUT);
  }

  /** Has the process end through its terminate; returns before it does: {@code sys:terminate}. */
  public static void terminate(Destination process, ExitReason reason) {
    terminate(process, reason, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void terminate(Destination process, ExitReason reason, Duration timeout) {
    call("terminate", process, new SystemRequest.Terminate(reason), timeout);
  }

  private static Object call(String function, Destination process, SystemRequest request, Duration timeout) {
    @Nullable Object answer = Calls.call("sys:" + function, process, request, timeout);
    if (answer instanceof SystemRequest.Failure failure) {
      throw new SysException(function, process, failure);
    }
    return Objects.requireNonNull(answer, "a system message is always answered");
  }
}

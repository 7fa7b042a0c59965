package dev.ninefold.sys;

import dev.ninefold.debug.Debug;
import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.DebugOption;
import dev.ninefold.debug.DebugRequest;
import dev.ninefold.debug.EventFormat;
import dev.ninefold.debug.Statistics;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.SystemRequest;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Reachable;
import dev.ninefold.sys.SpecialProcess.SystemContinue;
import dev.ninefold.term.ExitReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  // ---- what observes a process

  /** Every event of the process is printed on the console of its node, or no longer: {@code sys:trace}. */
  public static void trace(Reachable process, boolean on) {
    trace(process, on, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void trace(Reachable process, boolean on, Duration timeout) {
    debug("trace", process, new DebugRequest.Trace(on), timeout);
  }

  /**
   * The last ten events of the process are kept, or no longer: {@code sys:log}. If they are kept already, nothing changes. What is kept is
   * shown by reports, too, and keeps the states of the process from being collected.
   */
  public static void log(Reachable process, boolean on) {
    log(process, on, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void log(Reachable process, boolean on, Duration timeout) {
    debug("log", process, on ? new DebugRequest.Log(DebugRequest.LOG_SIZE) : new DebugRequest.NoLog(), timeout);
  }

  /** The last events of the process are kept, as many as that; if events are kept already, nothing changes, not even the number. */
  public static void log(Reachable process, int size) {
    log(process, size, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void log(Reachable process, int size, Duration timeout) {
    if (size < 1) {
      throw new IllegalArgumentException("size: expected how many events are to be kept, one or more, got " + size);
    }
    debug("log", process, new DebugRequest.Log(size), timeout);
  }

  /** The events that were kept, oldest first; none if none are kept: {@code sys:log(Name, get)}. */
  public static List<SystemEvent> getLog(Reachable process) {
    return getLog(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static List<SystemEvent> getLog(Reachable process, Duration timeout) {
    return ((List<?>) debug("log", process, new DebugRequest.GetLog(), timeout)).stream().map(SystemEvent.class::cast).toList();
  }

  /** The process prints the events that were kept on the console of its node: {@code sys:log(Name, print)}. */
  public static void printLog(Reachable process) {
    printLog(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void printLog(Reachable process, Duration timeout) {
    debug("log", process, new DebugRequest.PrintLog(), timeout);
  }

  /**
   * Every event of the process is written to that file, which is made or emptied, and no longer to another: {@code sys:log_to_file}.
   *
   * @throws SysException if the file cannot be opened: OTP's {@code {error, open_file}}
   */
  public static void logToFile(Reachable process, Path file) {
    logToFile(process, file, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void logToFile(Reachable process, Path file, Duration timeout) {
    Objects.requireNonNull(file, "file: expected where to write the events, got null; for no file use noLogToFile");
    debug("log_to_file", process, new DebugRequest.LogToFile(file), timeout);
  }

  /** No event of the process is written to a file any more, and the file is closed: {@code sys:log_to_file(Name, false)}. */
  public static void noLogToFile(Reachable process) {
    noLogToFile(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void noLogToFile(Reachable process, Duration timeout) {
    debug("log_to_file", process, new DebugRequest.NoLogToFile(), timeout);
  }

  /** The messages of the process are counted, or no longer: {@code sys:statistics}. */
  public static void statistics(Reachable process, boolean on) {
    statistics(process, on, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void statistics(Reachable process, boolean on, Duration timeout) {
    debug("statistics", process, new DebugRequest.Statistics(on), timeout);
  }

  /** What was counted; empty if nothing is: {@code sys:statistics(Name, get)}. */
  public static Optional<Statistics> getStatistics(Reachable process) {
    return getStatistics(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static Optional<Statistics> getStatistics(Reachable process, Duration timeout) {
    return ((Optional<?>) debug("statistics", process, new DebugRequest.GetStatistics(), timeout)).map(Statistics.class::cast);
  }

  /**
   * The function sees every event of the process from now on, and is its own id: {@code sys:install}. If it is installed already, nothing
   * changes.
   *
   * @param state what it gets first
   */
  public static <S> void install(Reachable process, DebugFunction<S> function, S state) {
    install(process, function, state, TIMEOUT);
  }

  /** The same with a timeout. */
  public static <S> void install(Reachable process, DebugFunction<S> function, S state, Duration timeout) {
    install(process, new DebugOption.Install<>(function, state), timeout);
  }

  /**
   * The same with an id, by which the function is removed. If one of that id is installed already, nothing changes. Wanted for lambdas:
   * each evaluation of one is another function.
   */
  public static <S> void install(Reachable process, Object id, DebugFunction<S> function, S state) {
    install(process, id, function, state, TIMEOUT);
  }

  /** The same with a timeout. */
  public static <S> void install(Reachable process, Object id, DebugFunction<S> function, S state, Duration timeout) {
    install(process, new DebugOption.Install<>(id, function, state), timeout);
  }

  private static void install(Reachable process, DebugOption.Install<?> option, Duration timeout) {
    debug("install", process, new DebugRequest.Install(option), timeout);
  }

  /** The function of that id, or that function, sees no event any more; also if there is none: {@code sys:remove}. */
  public static void remove(Reachable process, Object functionOrId) {
    remove(process, functionOrId, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void remove(Reachable process, Object functionOrId, Duration timeout) {
    Objects.requireNonNull(functionOrId, "functionOrId: expected the function, or the id under which it was installed, got null");
    debug("remove", process, new DebugRequest.Remove(functionOrId), timeout);
  }

  /** Trace, log, file, statistics and all installed functions are removed: {@code sys:no_debug}. */
  public static void noDebug(Reachable process) {
    noDebug(process, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void noDebug(Reachable process, Duration timeout) {
    debug("no_debug", process, new DebugRequest.NoDebug(), timeout);
  }

  private static Object debug(String function, Reachable process, DebugRequest request, Duration timeout) {
    return call(function, process, new SystemRequest.Debug(request), timeout);
  }

  // ---- the end

  /** Has the process end through its terminate; returns before it does: {@code sys:terminate}. */
  public static void terminate(Reachable process, ExitReason reason) {
    terminate(process, reason, TIMEOUT);
  }

  /** The same with a timeout. */
  public static void terminate(Reachable process, ExitReason reason, Duration timeout) {
    Objects.requireNonNull(reason, "reason: expected the exit reason of the process, got null");
    call("terminate", process, new SystemRequest.Terminate(reason), timeout);
  }

  // ---- for special processes

  /** Whether a message that a special process has received is one of these functions': then it goes to {@link #handleSystemMessage}. */
  public static boolean isSystemMessage(Object message) {
    return SystemLoop.isSystemMessage(Objects.requireNonNull(message, "message: expected what was received, got null"));
  }

  /**
   * Answers a system message in the own process, a special one, and those that come until it is resumed if that suspends it:
   * {@code sys:handle_system_msg}.
   *
   * @param message the message
   * @param parent who started the process
   * @param module its callbacks
   * @param debug what observes it
   * @param state what its loop carries along
   * @return with what the loop goes on
   * @throws Exception what {@link SpecialProcess#systemTerminate} throws, when the process is to end
   */
  public static <S> SystemContinue<S> handleSystemMessage(
      Object message, Pid parent, SpecialProcess<S> module, Debug debug, S state) throws Exception {
    Objects.requireNonNull(message, "message: expected a system message, got null");
    Objects.requireNonNull(parent, "parent: expected who started the process, got null");
    Objects.requireNonNull(module, "module: expected the callbacks of the process, got null");
    Objects.requireNonNull(debug, "debug: expected what observes the process, Debug.OFF for nothing, got null");
    Objects.requireNonNull(state, "state: expected what the loop carries along, got null");
    return new SystemLoop<>(parent, module, debug, state).handle(message);
  }

  /**
   * Something happened in the own process, a special one: {@code sys:handle_debug}. With {@link Debug#isOff} nobody wants to know, and the event
   * need not be made.
   *
   * @param debug what observes the process
   * @param format how the event is printed
   * @param process what the process calls itself
   * @param event what happened
   * @return what observes the process from now on
   */
  public static Debug handleDebug(Debug debug, EventFormat format, Object process, SystemEvent event) {
    Objects.requireNonNull(debug, "debug: expected what observes the process, Debug.OFF for nothing, got null");
    Objects.requireNonNull(format, "format: expected how events are printed, for example EventFormat.PLAIN, got null");
    Objects.requireNonNull(process, "process: expected what the process calls itself, got null");
    Objects.requireNonNull(event, "event: expected what happened, got null");
    return debug.handle(event, process, format);
  }

  /** What is to observe the own process, a special one, from its start: {@code sys:debug_options}. */
  public static Debug debugOptions(Object process, List<DebugOption> options) {
    Objects.requireNonNull(process, "process: expected what the process calls itself, got null");
    Objects.requireNonNull(options, "options: expected debug options, got null; for none use an empty list");
    return Debug.of(process, options);
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

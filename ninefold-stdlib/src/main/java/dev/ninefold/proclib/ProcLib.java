package dev.ninefold.proclib;

import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.SystemRequest;
import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Destination;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.Body;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Clock;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Plain processes that start and end in OTP's way: {@code proc_lib}. They know their ancestors and their initial call, and make a crash
 * report when they end by an exception other than an exit with normal, shutdown or {@code {shutdown, _}}.
 */
public final class ProcLib {

  /** The initial call of a process that nobody started through this. */
  private static final InitialCall GENERIC = new InitialCall("proc_lib", "init_p", 5);

  private static final String TERMINATE = "sys:terminate";
  private static final String BODY = "body: expected what the process is to run, got null";

  private ProcLib() {}

  // ---- spawning

  /** Spawns a process: OTP's {@code proc_lib:spawn}. Any thread may call it. */
  public static Pid spawn(Body body) {
    return spawn(SpawnOptions.DEFAULT, body);
  }

  /** Spawns a process and links it to the own one: OTP's {@code proc_lib:spawn_link}. */
  public static Pid spawnLink(Body body) {
    return spawn(SpawnOptions.LINKED, body);
  }

  /** Spawns a process and monitors it: OTP's {@code proc_lib:spawn_monitor}. */
  public static Process.Monitored spawnMonitor(Body body) {
    return spawnMonitor(SpawnOptions.DEFAULT, MonitorOptions.DEFAULT, body);
  }

  /** The same with options, and with an alias or a tag if those of the monitor say so: OTP's {@code proc_lib:spawn_opt} with monitor. */
  public static Process.Monitored spawnMonitor(SpawnOptions options, MonitorOptions monitor, Body body) {
    Objects.requireNonNull(body, BODY);
    return Process.spawnMonitor(named(options, body), monitor, body);
  }

  /**
   * The same with options: OTP's {@code proc_lib:spawn_opt}. Any thread may call it, unless the options ask for a link. Without an initial
   * call in the options the process is called by the class of its body.
   */
  public static Pid spawn(SpawnOptions options, Body body) {
    Objects.requireNonNull(body, BODY);
    return Process.spawn(named(options, body), body);
  }

  // ---- starting

  /**
   * A start of a monitored process.
   *
   * @param result what it came to
   * @param ref the monitor; if the start failed, its {@link dev.ninefold.process.Info.Down} comes
   */
  public record StartMonitored<T>(StartResult<T> result, Ref ref) {}

  /** Spawns a process and waits until it acknowledges: OTP's {@code proc_lib:start}. Any thread may call it. */
  public static <T> StartResult<T> start(StartBody<T> body) {
    return start(body, Timeout.INFINITY);
  }

  /** The same with a timeout, after which the process is killed; its starter is not, even if they are linked. */
  public static <T> StartResult<T> start(StartBody<T> body, Duration timeout) {
    return start(body, timeout, SpawnOptions.DEFAULT);
  }

  /**
   * The same with options.
   *
   * @return Ok with the value of the acknowledgement; what the process refused with; or Failed with its exit reason, or with timeout. In
   *     all cases but the first the process is dead, its name free, and no exit message of it comes
   */
  public static <T> StartResult<T> start(StartBody<T> body, Duration timeout, SpawnOptions options) {
    return start(body, timeout, options, Optional.empty());
  }

  /** The same, linked: OTP's {@code proc_lib:start_link}. */
  public static <T> StartResult<T> startLink(StartBody<T> body) {
    return startLink(body, Timeout.INFINITY);
  }

  /** The same, linked, with a timeout. */
  public static <T> StartResult<T> startLink(StartBody<T> body, Duration timeout) {
    return start(body, timeout, SpawnOptions.LINKED);
  }

  /** The same, monitored: OTP's {@code proc_lib:start_monitor}. */
  public static <T> StartMonitored<T> startMonitor(StartBody<T> body) {
    return startMonitor(body, Timeout.INFINITY, SpawnOptions.DEFAULT);
  }

  /** The same, monitored, with a timeout and options. */
  public static <T> StartMonitored<T> startMonitor(StartBody<T> body, Duration timeout, SpawnOptions options) {
    Ref ref = Process.makeRef();
    return new StartMonitored<>(start(body, timeout, options, Optional.of(ref)), ref);
  }

  @SuppressWarnings("unchecked") // the value comes from the starter, which takes a T
  private static <T> StartResult<T> start(StartBody<T> body, Duration timeout, SpawnOptions options, Optional<Ref> monitor) {
    Objects.requireNonNull(body, BODY);
    Timeout.check(timeout);
    AtomicReference<Starter<T>> starter = new AtomicReference<>();
    StartOutcome outcome = EventProcess.startPlain(named(options, body), acknowledge -> {
      Starter<T> mine = new Starter<>(acknowledge);
      starter.set(mine);
      return () -> {
        mine.begins();
        body.run(mine);
      };
    }, timeout, monitor);
    return switch (outcome) {
      case StartOutcome.Acknowledged(Pid pid, Object value) -> StartResult.ok(pid, (T) value);
      case StartOutcome.Exited(ExitReason reason) -> {
        StartResult<T> refusal = starter.get().refusal();
        yield refusal == null ? StartResult.failed(reason) : refusal;
      }
      case StartOutcome.TimedOut _ -> StartResult.failed(StartResult.TIMEOUT);
    };
  }

  // ---- what a process is

  /** What the process was meant to run, if it was started in OTP's way and is alive: {@code proc_lib:initial_call}. Any thread. */
  public static Optional<InitialCall> initialCall(Pid pid) {
    return Process.info(pid).flatMap(ProcessInfo::initialCall);
  }

  /** The same; a general one if the process was not started in OTP's way: {@code proc_lib:translate_initial_call}. Any thread. */
  public static InitialCall translateInitialCall(Pid pid) {
    return initialCall(pid).orElse(GENERIC);
  }

  /** Sets the label of the own process, for reports and the observer: OTP's {@code proc_lib:set_label}. */
  public static void setLabel(Object label) {
    Process.setLabel(label);
  }

  /** The label of a process: OTP's {@code proc_lib:get_label}. Any thread may call it. */
  public static Optional<Object> getLabel(Pid pid) {
    return Process.label(pid);
  }

  /**
   * Waits until a message is there, then runs the continuation and ends the process: OTP's {@code proc_lib:hibernate/3}. Java keeps the
   * frames below; a loop is better off with {@link Process#hibernate}, which returns.
   *
   * @return never; the type lets one write {@code throw ProcLib.hibernate(…)}
   */
  public static ExitException hibernate(Body continuation) throws Exception {
    Objects.requireNonNull(continuation, BODY);
    Process.hibernate();
    continuation.run();
    throw Process.exit(ExitReason.NORMAL);
  }

  private static SpawnOptions named(SpawnOptions options, Object body) {
    Objects.requireNonNull(options, "options: expected how to spawn, for example SpawnOptions.DEFAULT, got null");
    return options.initialCall().isPresent() ? options : options.withInitialCall(InitialCall.of(body, "run"));
  }

  // ---- stopping

  /** Stops a process that answers system messages, with reason normal, and waits for its end: OTP's {@code proc_lib:stop/1}. */
  public static void stop(Destination process) {
    stop(process, ExitReason.NORMAL, Timeout.INFINITY);
  }

  /**
   * Stops a process that answers system messages, and waits for its end: OTP's {@code proc_lib:stop/3}. Any thread may call it.
   *
   * @param process a pid or a name
   * @param reason with which it is to end
   * @param timeout how long to wait; the process is not killed then
   * @throws ExitException with noproc if it is not there, with timeout if it does not end in time, with its own reason if it ends with
   *     another one than asked for; a {@link dev.ninefold.process.CallException} if it ended before it has answered, its node is down,
   *     or it is the caller
   */
  public static void stop(Destination process, ExitReason reason, Duration timeout) {
    Objects.requireNonNull(process, "process: expected a pid or a name, got null");
    Objects.requireNonNull(reason, "reason: expected with which reason the process is to end, got null");
    Timeout.check(timeout);
    Call call = new Call("proc_lib:stop", process, reason, timeout);
    try {
      Pid pid = resolve(process, reason, timeout);
      Clock clock = (Process.isProcess() ? Node.current() : pid.node()).clock();
      long deadline = Timeout.deadline(clock.nanoTime(), timeout);
      stop(pid, reason, timeout, call, () -> left(deadline, clock));
    } catch (NoProcessException _) {
      throw new ExitException(ExitReason.NOPROC);
    } catch (CallTimeoutException _) {
      throw new ExitException(CallTimeoutException.TIMEOUT);
    }
  }

  private static void stop(Pid pid, ExitReason reason, Duration timeout, Call call, Supplier<Duration> left) {
    ReplyPlace exit = Calls.watchExit(pid, call);
    try {
      SystemRequest terminate = new SystemRequest.Terminate(reason);
      if (Calls.callUntilExit(TERMINATE, pid, terminate, timeout) instanceof Calls.Outcome.Exited(ExitReason why)
          && !why.equals(reason)) {
        throw new ServerExitedException(new Call(TERMINATE, pid, terminate, timeout), why);
      }
      ExitReason end = Calls.awaitExit(exit, left.get(), call);
      if (!end.equals(reason)) {
        throw new ExitException(end);
      }
    } finally {
      Calls.abandon(exit);
    }
  }

  private static Pid resolve(Destination process, ExitReason reason, Duration timeout) {
    return switch (process) {
      case Pid pid -> pid;
      case Name name -> Process.whereis(name)
          .orElseThrow(() -> Calls.unreachable(new Call(TERMINATE, name, new SystemRequest.Terminate(reason), timeout), name));
      case Ref ref -> throw new IllegalArgumentException("process: expected a pid or a name, got the reference " + ref);
    };
  }

  private static Duration left(long deadline, Clock clock) {
    return deadline == Long.MAX_VALUE ? Timeout.INFINITY : Duration.ofNanos(Math.max(0, deadline - clock.nanoTime()));
  }
}

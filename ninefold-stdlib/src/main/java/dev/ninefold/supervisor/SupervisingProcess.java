package dev.ninefold.supervisor;

import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Gen;
import dev.ninefold.gen.Gen.Flavour;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Starting;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What both kinds of supervisors are as processes: they run init, answer requests, call start functions, and stop their children when they
 * end.
 *
 * @param <M> what the user's module implements
 */
abstract class SupervisingProcess<M> extends Behaviour {

  private static final String INITIAL_CALL = "supervisor";

  /** Why a request is refused that is none to a supervisor. */
  static final ExitReason BADCALL = new ExitReason.Other("badcall");

  private final Class<M> type;
  private final Optional<Name> name;
  private M module;
  private @Nullable SupervisorReports reports;

  SupervisingProcess(Starting starting, Class<M> type, M module) {
    super(starting);
    this.type = type;
    this.name = starting.name();
    this.module = module;
  }

  static <M> StartResult<SupervisorRef> startLink(
      Supplier<? extends M> supplier, StartOptions options, BiFunction<Starting, M, SupervisingProcess<M>> process) {
    Objects.requireNonNull(supplier, "module: expected what makes the supervisor, for example Tree::new, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    M module = Objects.requireNonNull(supplier.get(), "module: the supplier returned null");
    InitialCall initialCall = new InitialCall(INITIAL_CALL, module.getClass().getName(), 1);
    StartResult<Pid> result = Gen.start(Flavour.LINKED, null, options.withoutDefaultMailbox(), initialCall,
        starting -> process.apply(starting, module));
    return switch (result) {
      case StartResult.Ok<Pid> ok -> StartResult.ok(ok.pid(), SupervisorRef.of(ok.pid()));
      case StartResult.Ignore<Pid> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<Pid>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  /** Whether a process of that initial call is one of these. */
  static boolean isSupervisor(InitialCall call) {
    return call.module().equals(INITIAL_CALL) || call.module().equals(BridgeProcess.INITIAL_CALL);
  }

  // ---- what the kinds define

  /** Calls init of the module. */
  abstract @Nullable Object init(M module) throws Exception;

  /** What init returned, other than ignore: begins to supervise, or refuses. */
  abstract void begin(@Nullable Object returned) throws Exception;

  /** What init of a new version of the module returned, other than ignore: takes it over, or throws why not. */
  abstract void takeOver(@Nullable Object returned);

  /** The answer to a request. */
  abstract Object answer(SupervisorRequest<?> request) throws Exception;

  /** A process has ended, perhaps a child. */
  abstract void exited(Pid pid, ExitReason reason) throws Exception;

  /** A message that is neither a request nor an exit; returns whether it is of the supervisor's own. */
  abstract boolean isOwn(Object message) throws Exception;

  /** Calls a start function. */
  abstract @Nullable Object start(StartFunction function) throws Exception;

  /** What it comes to if a start function throws that value. */
  abstract StartResult<?> thrownByStart(Object value);

  /** Stops all children. */
  abstract void stopChildren() throws Exception;

  /** What {@code sys:get_state} tells. */
  abstract Object state();

  // ---- init

  @Override
  protected final void initialise() throws Exception {
    Process.trapExit(true);
    reports = new SupervisorReports(name, self(), module.getClass());
    Object returned;
    try {
      returned = init(module);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      // Thrown past the supervisor, to what it is as a gen_server: SUP-12.
      if (!(e.value() instanceof SupervisorSpec.Ignore)) {
        fail(new ExitReason.Other(new BadReturnValue(e.value())));
      }
      returned = e.value();
    } catch (Throwable e) {
      CrashReport.reportIfAbnormal(e);
      throw new ExitException(reasonOf(e));
    }
    if (returned instanceof SupervisorSpec.Ignore) {
      refuse(new StartResult.Ignore<>(), ExitReason.NORMAL);
    }
    begin(returned);
  }

  /** The supervisor cannot start. Never returns. */
  final void fail(ExitReason reason) {
    CrashReport.reportIfAbnormal(reason);
    refuse(StartResult.failed(reason), reason);
  }

  /** What init returned is none of its results. */
  final ExitReason badReturn(@Nullable Object returned) {
    return new SupervisorError.BadReturn(module.getClass().getName(), Objects.toString(returned)).asReason();
  }

  // ---- messages

  @Override
  protected final void dispatch(Object message) throws Exception {
    debugIn(message);
    switch (message) {
      case ReplyPlace place -> asked(place.request(), Gen.from(place));
      case Gen.AsyncRequest async -> asked(async.request(), Gen.from(async));
      case Info.Exit(Pid from, ExitReason reason) -> exited(from, reason);
      case Object other when !isOwn(other) -> reports().unexpected(other);
      case Object _ -> {}
    }
    if (isDebugged() && !(message instanceof ReplyPlace || message instanceof Gen.AsyncRequest)) {
      debugNoReply(state());
    }
  }

  private void asked(Object request, From from) throws Exception {
    if (request instanceof SupervisorRequest<?> mine) {
      Object answer = answer(mine);
      if (isDebugged()) {
        debugOut(answer, from, state());
      }
      from.reply(answer);
    } else {
      reports().unexpected(request);
      from.refuse(BADCALL);
    }
  }

  // ---- what the kinds use

  final Optional<Name> name() {
    return name;
  }

  final String moduleName() {
    return module.getClass().getName();
  }

  final SupervisorReports reports() {
    return Objects.requireNonNull(reports, "made by init");
  }

  static long nanos() {
    return Node.current().clock().nanoTime();
  }

  /** A random number, from zero to less than one. */
  static double chance() {
    return Node.current().random().nextDouble();
  }

  /** Calls the start function of a child, SUP-15. */
  final StartResult<Pid> call(ChildSpec spec) {
    Busy.starting(spec.id());
    StartResult<Pid> result = checked(guarded(spec.start()));
    Busy.done();
    return result;
  }

  private @Nullable Object guarded(StartFunction function) {
    try {
      return start(function);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return thrownByStart(e.value());
    } catch (Throwable e) {
      return StartResult.failed(reasonOf(e));
    }
  }

  private static StartResult<Pid> checked(@Nullable Object result) {
    return switch (result) {
      case StartResult.Ok<?> ok when ok.pid() != null -> new StartResult.Ok<>(ok.pid(), ok.pid(), ok.info());
      case StartResult.Ignore<?> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<?> failed when failed.reason() != null -> StartResult.failed(failed.reason());
      case null, default -> StartResult.failed(new ExitReason.Other(new BadReturnValue(Objects.toString(result))));
    };
  }

  // ---- the end, and system messages

  @Override
  protected final void terminate(ExitReason reason, Object lastMessage) throws Exception {
    stopChildren();
    if (!reason.isSilent()) {
      Node.current().report(TerminateReport.genServer(reportName(), lastMessage, state(), reason).withLog(log()));
      CrashReport.reportIfAbnormal(reason);
    }
    throw new ExitException(reason);
  }

  @Override
  protected final void afterSystemMessage() {
    // No timeouts here.
  }

  @Override
  protected final Object systemGetState() {
    return state();
  }

  @Override
  protected final Object systemReplaceState(UnaryOperator<Object> function) {
    Object before = state();
    if (!before.equals(function.apply(before))) {
      throw new IllegalArgumentException(
          "the state of a supervisor cannot be replaced, expected the same as before; use startChild, terminateChild and their "
              + "like, or change_code");
    }
    return before;
  }

  @Override
  protected final Object formattedState() {
    return state();
  }

  @Override
  protected final void systemCodeChange(Object newModule, Object oldVersion, Object extra) throws Exception {
    if (!type.isInstance(newModule)) {
      throw new IllegalArgumentException(
          "module: expected the new version of the supervisor's module, an instance of " + type.getName() + ", got "
              + (newModule == null ? "null" : newModule + ", an instance of " + newModule.getClass().getName()));
    }
    M next = type.cast(newModule);
    Object returned = init(next);
    if (!(returned instanceof SupervisorSpec.Ignore)) {
      takeOver(returned);
    }
    module = next;
  }

  /** A new version is wrong: it is not taken over. */
  static void refuseIf(Optional<SupervisorError> error) {
    if (error.isPresent()) {
      throw new ExitException(error.get().asReason());
    }
  }

  @Override
  protected final Class<?> module() {
    return module.getClass();
  }
}

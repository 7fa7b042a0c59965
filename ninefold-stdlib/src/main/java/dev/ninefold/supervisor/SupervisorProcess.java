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
import dev.ninefold.process.EventProcess;
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
import dev.ninefold.report.Level;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.ChildInfo.State;
import dev.ninefold.supervisor.Children.Child;
import dev.ninefold.supervisor.SupervisorError.FailedToStartChild;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a {@link Supervisor} as a process. */
final class SupervisorProcess extends Behaviour {

  /*
   * Follows supervisor.erl. The pure parts are RestartDecision, RestartIntensity, ChildOrder, AutoShutdownRule and ChildSpecs; this
   * carries out what they decide. Start functions run here, and stopping waits here: meanwhile requests and exits queue up.
   */

  /** A restart failed; this message to oneself tries again, after what is in the mailbox already: SUP-39. */
  private record TryAgainRestart(Object id) {}

  private record FailedStart(Child child, ExitReason reason) {}

  private static final String INITIAL_CALL = "supervisor";

  /** Why a request is refused that is none to a supervisor. */
  static final ExitReason BADCALL = new ExitReason.Other("badcall");

  private final Optional<Name> name;
  private final Children children = new Children();
  private final ChildStops stops = new ChildStops();
  private Supervisor module;
  private SupervisorFlags flags = SupervisorFlags.DEFAULT;
  private RestartIntensity intensity = RestartIntensity.of(flags);
  private @Nullable SupervisorReports reports;

  private SupervisorProcess(Starting starting, Supervisor module) {
    super(starting);
    this.name = starting.name();
    this.module = module;
  }

  static StartResult<SupervisorRef> startLink(Supplier<? extends Supervisor> supplier, StartOptions options) {
    Objects.requireNonNull(supplier, "module: expected what makes the supervisor, for example Tree::new, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    Supervisor module = Objects.requireNonNull(supplier.get(), "module: the supplier returned null");
    InitialCall initialCall = new InitialCall(INITIAL_CALL, module.getClass().getName(), 1);
    StartResult<Pid> result =
        Gen.start(Flavour.LINKED, null, options.withoutDefaultMailbox(), initialCall,
            starting -> new SupervisorProcess(starting, module));
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

  // ---- init

  @Override
  protected void initialise() throws Exception {
    Process.trapExit(true);
    reports = new SupervisorReports(name, self(), module.getClass());
    Object returned;
    try {
      returned = module.init();
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
    switch (returned) {
      case SupervisorSpec.Children tree -> initialise(tree);
      case SupervisorSpec.Ignore _ -> refuse(new StartResult.Ignore<>(), ExitReason.NORMAL);
      case null, default -> fail(badReturn(returned));
    }
  }

  private void initialise(SupervisorSpec.Children tree) throws Exception {
    ChildSpecs.check(tree.flags()).ifPresent(error -> fail(new SupervisorError.SupervisorData(error).asReason()));
    ChildSpecs.check(tree.children(), Optional.of(tree.flags().autoShutdown()))
        .ifPresent(error -> fail(new SupervisorError.StartSpec(error).asReason()));
    flags = tree.flags();
    intensity = RestartIntensity.of(flags);
    tree.children().forEach(children::add);
    FailedStart failed = startAll(children.inStartOrder(), false);
    if (failed != null) {
      stopAll(children.inStartOrder().reversed());
      fail(ExitReason.shutdown(new FailedToStartChild(failed.child().id(), failed.reason())));
    }
    started();
  }

  private void fail(ExitReason reason) {
    CrashReport.reportIfAbnormal(reason);
    refuse(StartResult.failed(reason), reason);
  }

  private ExitReason badReturn(@Nullable Object returned) {
    return new SupervisorError.BadReturn(module.getClass().getName(), Objects.toString(returned)).asReason();
  }

  // ---- messages

  @Override
  protected void dispatch(Object message) throws Exception {
    switch (message) {
      case ReplyPlace place -> asked(place.request(), Gen.from(place));
      case Gen.AsyncRequest async -> asked(async.request(), Gen.from(async));
      case Info.Exit(Pid from, ExitReason reason) -> exited(from, reason);
      case TryAgainRestart(Object id) -> tryAgain(id);
      case Object other -> reports().unexpected(other);
    }
  }

  private void asked(Object request, From from) throws Exception {
    if (request instanceof SupervisorRequest<?> mine) {
      from.reply(answer(mine));
    } else {
      reports().unexpected(request);
      from.refuse(BADCALL);
    }
  }

  private Object answer(SupervisorRequest<?> request) throws Exception {
    return switch (request) {
      case SupervisorRequest.StartChild(ChildSpec spec) -> startChild(spec);
      case SupervisorRequest.RestartChild(Object id) -> restartChild(id);
      case SupervisorRequest.TerminateChild(Object id) -> terminateChild(id);
      case SupervisorRequest.DeleteChild(Object id) -> deleteChild(id);
      case SupervisorRequest.WhichChildren _ -> children.infos().reversed();
      case SupervisorRequest.WhichChild(Object id) -> find(id).map(Child::info);
      case SupervisorRequest.CountChildren _ -> children.counts();
      case SupervisorRequest.GetChildspec(Object id) -> find(id).map(Child::spec);
    };
  }

  private Optional<Child> find(Object id) {
    return Optional.ofNullable(children.get(id));
  }

  private StartResult<Pid> startChild(ChildSpec spec) {
    Optional<SupervisorError> error = ChildSpecs.check(spec, Optional.of(flags.autoShutdown()));
    if (error.isPresent()) {
      return StartResult.failed(error.get().asReason());
    }
    Child known = children.get(spec.id());
    if (known != null) {
      return known.state() instanceof State.Running(Pid pid) ? Gen.alreadyStarted(Optional.of(pid))
          : StartResult.failed(Refusal.ALREADY_PRESENT.asReason());
    }
    StartResult<Pid> result = call(spec, Level.DEBUG);
    switch (result) {
      case StartResult.Ok<Pid> ok -> {
        Child child = children.add(spec);
        children.setRunning(child, ok.pid());
        if (child.isTemporary()) {
          children.forgetStart(child);
        }
      }
      case StartResult.Ignore<Pid> _ -> {
        if (spec.restart() != Restart.TEMPORARY) {
          children.add(spec);
        }
      }
      case StartResult.Failed<Pid>(ExitReason.Other(StartResult.AlreadyStarted _)) -> {}
      case StartResult.Failed<Pid>(ExitReason reason) -> {
        return StartResult.failed(new SupervisorError.StartFailed(reason, spec).asReason());
      }
    }
    return result;
  }

  private StartResult<Pid> restartChild(Object id) {
    Child child = children.get(id);
    if (child == null) {
      return StartResult.failed(Refusal.NOT_FOUND.asReason());
    }
    return switch (child.state()) {
      case State.Running _ -> StartResult.failed(Refusal.RUNNING.asReason());
      case State.Restarting _ -> StartResult.failed(Refusal.RESTARTING.asReason());
      case State.Undefined _ -> {
        StartResult<Pid> result = call(child.spec(), Level.DEBUG);
        if (result instanceof StartResult.Ok<Pid> ok) {
          children.setRunning(child, ok.pid());
        }
        yield result;
      }
    };
  }

  private ChildResult terminateChild(Object id) throws Exception {
    Child child = children.get(id);
    if (child == null) {
      return new ChildResult.Failed(Refusal.NOT_FOUND);
    }
    stop(child);
    return ChildResult.Ok.OK;
  }

  private ChildResult deleteChild(Object id) {
    Child child = children.get(id);
    if (child == null) {
      return new ChildResult.Failed(Refusal.NOT_FOUND);
    }
    return switch (child.state()) {
      case State.Running _ -> new ChildResult.Failed(Refusal.RUNNING);
      case State.Restarting _ -> new ChildResult.Failed(Refusal.RESTARTING);
      case State.Undefined _ -> {
        children.remove(child);
        yield ChildResult.Ok.OK;
      }
    };
  }

  // ---- restarts

  private void exited(Pid pid, ExitReason reason) throws Exception {
    Child child = children.get(pid);
    if (child == null) {
      return;
    }
    children.noteExit(child, reason);
    RestartDecision decision = RestartDecision.of(child.spec().restart(), reason);
    if (decision.report()) {
      report("child_terminated", reason, child);
    }
    if (decision.restart()) {
      restart(child);
      return;
    }
    children.ended(child);
    if (AutoShutdownRule.endsSupervisor(flags.autoShutdown(), child.spec().significant(), children.anySignificantActive())) {
      terminate(ExitReason.SHUTDOWN, new Info.Exit(pid, reason));
    }
  }

  private void tryAgain(Object id) throws Exception {
    Child child = children.get(id);
    if (child != null && child.state() instanceof State.Restarting) {
      restart(child);
    }
  }

  private void restart(Child child) throws Exception {
    RestartIntensity.Step step = intensity.add(now());
    intensity = step.next();
    if (!step.allowed()) {
      report("shutdown", "reached_max_restart_intensity", child);
      children.ended(child);
      terminate(ExitReason.SHUTDOWN, List.of());
    }
    Optional<Pid> replaced = child.replaced();
    FailedStart failed = switch (flags.strategy()) {
      case ONE_FOR_ONE -> startAll(List.of(child), true);
      case ONE_FOR_ALL, REST_FOR_ONE -> {
        ChildOrder.Round<Child> round =
            ChildOrder.round(flags.strategy(), children.inStartOrder(), child, Child::isTemporary);
        children.ended(child);
        stopAll(round.stop());
        yield startAll(round.start(), true);
      }
    };
    if (failed != null) {
      children.setRestarting(failed.child(), failed.child() == child ? replaced : Optional.empty());
      EventProcess.sendToSelf(new TryAgainRestart(failed.child().id()));
    }
  }

  private static long now() {
    return Node.current().clock().nanoTime() / 1_000_000_000;
  }

  // ---- starting and stopping

  /** Starts them one after the other, until one fails, which is reported. */
  private @Nullable FailedStart startAll(List<Child> starting, boolean again) {
    for (Child child : starting) {
      switch (call(child.spec(), Level.INFO)) {
        case StartResult.Ok<Pid> ok -> {
          children.setRunning(child, ok.pid());
          if (again) {
            children.restarted(child);
            FlightEvents.restarted(name, self(), child);
          }
        }
        case StartResult.Ignore<Pid> _ -> children.ended(child);
        case StartResult.Failed<Pid>(ExitReason reason) -> {
          report("start_error", reason, child);
          return new FailedStart(child, reason);
        }
      }
    }
    return null;
  }

  /** Calls a start function, SUP-15, and reports success. */
  private StartResult<Pid> call(ChildSpec spec, Level level) {
    Busy.starting(spec.id());
    StartResult<Pid> result = checked(call(spec.start()));
    Busy.done();
    if (result instanceof StartResult.Ok<Pid> ok) {
      reports().progress(() -> SupervisorReports.child(ok.pid(), spec), level);
    }
    return result;
  }

  private static @Nullable Object call(StartFunction start) {
    try {
      return start.start();
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return e.value() instanceof StartResult<?> result ? result : StartResult.failed(ExitReason.of(e.value()));
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

  private void stopAll(List<Child> stopping) throws Exception {
    stops.collectEnds(stopping);
    for (Child child : stopping) {
      stop(child);
    }
  }

  /** Stops the child if it runs; a temporary one is forgotten. */
  private void stop(Child child) throws Exception {
    if (child.state() instanceof State.Running(Pid pid)) {
      ChildSpec spec = child.spec();
      Busy.stopping(spec.id(), pid);
      ExitReason reason = stops.stop(pid, spec.shutdown());
      Busy.done();
      children.noteExit(child, reason);
      if (!RestartDecision.isProperStop(spec.restart(), spec.shutdown(), reason)) {
        report("shutdown_error", reason, child);
      }
    }
    children.ended(child);
  }

  private void report(String context, Object reason, Child child) {
    Object pid = switch (child.state()) {
      case State.Running(Pid running) -> running;
      case State.Undefined undefined -> undefined.toString();
      case State.Restarting _ -> new SupervisorReports.Replacing(child.replaced());
    };
    reports().error(context, reason, () -> SupervisorReports.child(pid, child.spec()));
  }

  private SupervisorReports reports() {
    return Objects.requireNonNull(reports, "made by init");
  }

  // ---- the end, and system messages

  @Override
  protected void terminate(ExitReason reason, Object lastMessage) throws Exception {
    stopAll(children.inStartOrder().reversed());
    if (!reason.isSilent()) {
      Node.current().report(TerminateReport.genServer(reportName(), lastMessage, state(), reason));
      CrashReport.reportIfAbnormal(reason);
    }
    throw new ExitException(reason);
  }

  @Override
  protected void afterSystemMessage() {
    // No timeouts here.
  }

  private Supervisor.State state() {
    return new Supervisor.State(reports().supervisor(), module.getClass().getName(), flags, intensity.inPeriod(now()),
        children.infos(), children.inStartOrder().stream().map(Child::spec).toList());
  }

  @Override
  protected Object systemGetState() {
    return state();
  }

  @Override
  protected Object systemReplaceState(UnaryOperator<Object> function) {
    Supervisor.State before = state();
    if (!before.equals(function.apply(before))) {
      throw new IllegalArgumentException(
          "the state of a supervisor cannot be replaced, expected the same as before; use startChild, terminateChild and their "
              + "like, or change_code");
    }
    return before;
  }

  @Override
  protected Object formattedState() {
    return state();
  }

  @Override
  protected void systemCodeChange(Object newModule, Object oldVersion, Object extra) throws Exception {
    if (!(newModule instanceof Supervisor next)) {
      throw new IllegalArgumentException(
          "module: expected the new version of the supervisor's module, an instance of " + Supervisor.class.getName() + ", got "
              + (newModule == null ? "null" : newModule + ", an instance of " + newModule.getClass().getName()));
    }
    switch ((@Nullable Object) next.init()) {
      case SupervisorSpec.Children tree -> {
        refuseIf(ChildSpecs.check(tree.flags()));
        refuseIf(ChildSpecs.check(tree.children(), Optional.of(tree.flags().autoShutdown())));
        flags = tree.flags();
        intensity = intensity.with(flags);
        children.update(tree.children());
      }
      case SupervisorSpec.Ignore _ -> {}
      case null -> throw new ExitException(badReturn(null));
      case Object other -> throw new ExitException(badReturn(other));
    }
    module = next;
  }

  private static void refuseIf(Optional<SupervisorError> error) {
    if (error.isPresent()) {
      throw new ExitException(error.get().asReason());
    }
  }

  @Override
  protected String behaviourName() {
    return "supervisor";
  }

  @Override
  protected Class<?> module() {
    return module.getClass();
  }
}

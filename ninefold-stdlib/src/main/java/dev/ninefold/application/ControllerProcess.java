package dev.ninefold.application;

import dev.ninefold.application.ApplicationReports.GaveUp;
import dev.ninefold.application.ControllerRequest.AwaitEnd;
import dev.ninefold.application.ControllerRequest.Begun;
import dev.ninefold.application.ControllerRequest.Outcome;
import dev.ninefold.application.ControllerRequest.RunningApplication;
import dev.ninefold.application.ControllerRequest.StartDone;
import dev.ninefold.application.ControllerState.Running;
import dev.ninefold.application.ControllerState.Starting;
import dev.ninefold.application.ControllerState.Waiting;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.ApplicationExitReport;
import dev.ninefold.report.ProgressReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The application controller: one on each node, which starts and stops all applications and writes their environment. */
final class ControllerProcess implements GenServer<ControllerState, ControllerRequest<?>, StartDone> {

  /*
   * Follows application_controller.erl. A start runs in a process of its own, so the controller goes on meanwhile. Who asked for it waits for
   * that process, not for a late answer of the controller, so that a start that waits for itself is found as a cycle of calls. A stop keeps it busy
   * until the application is down, as in OTP. What a call of the stopping application to the controller would wait for then is a cycle,
   * and fails as one. The stop of the whole node does not keep it busy: whoever calls meanwhile is told that the node terminates.
   */

  private final NodeApplications applications;
  private final ControllerEnv env;
  private final ControllerEnding ending;

  ControllerProcess(NodeApplications applications) {
    this.applications = applications;
    this.env = new ControllerEnv(applications);
    this.ending = new ControllerEnding(applications);
  }

  @Override
  public Init<ControllerState> init() {
    Process.trapExit(true);
    return Init.ok(ControllerState.EMPTY);
  }

  // ---- requests

  @Override
  public CallResult<ControllerState> handleCall(ControllerRequest<?> request, From from, ControllerState state) throws Exception {
    if (state.ending().isPresent()) {
      return whileEnding(request, from, state);
    }
    return switch (request) {
      case ControllerRequest.Load load -> reply(load, env.load(load, state), state);
      case ControllerRequest.Unload unload -> reply(unload, unload(unload.application(), state), state);
      case ControllerRequest.Start start -> start(start, state);
      case ControllerRequest.AwaitStart await -> awaitStart(await, from, state);
      case ControllerRequest.Stop stop -> stop(stop, state);
      case ControllerRequest.Which which -> reply(which, names(state), state);
      case ControllerRequest.SetEnv set -> reply(set, ApplicationResult.ok(), env.set(set, state));
      case ControllerRequest.UnsetEnv unset -> reply(unset, ApplicationResult.ok(), env.unset(unset, state));
      case ControllerRequest.ChangeConfig change -> {
        ControllerEnv.Changed changed = env.change(change, state);
        yield reply(change, changed.result(), changed.state());
      }
      case AwaitEnd await -> state.running(await.application()).isEmpty() ? reply(await, Optional.empty(), state)
          : Next.noReply(state.withWaiting(plus(state.waiting(), new Waiting(await.application(), from))));
      case ControllerRequest.Shutdown _ ->
        Next.noReply(ending.begin(new Termination.Shutdown(), List.of(from), state));
    };
  }

  private static CallResult<ControllerState> whileEnding(ControllerRequest<?> request, From from, ControllerState state) {
    ApplicationResult terminating = ApplicationResult.failed(new ApplicationError.Terminating());
    return switch (request) {
      case ControllerRequest.Load load -> reply(load, terminating, state);
      case ControllerRequest.Unload unload -> reply(unload, terminating, state);
      case ControllerRequest.Start start -> reply(start, new Begun.Not(terminating), state);
      case ControllerRequest.AwaitStart await -> reply(await, await.start().result().orElse(terminating), state);
      case ControllerRequest.Stop stop -> reply(stop, terminating, state);
      case ControllerRequest.Which which -> reply(which, names(state), state);
      case ControllerRequest.SetEnv set -> reply(set, terminating, state);
      case ControllerRequest.UnsetEnv unset -> reply(unset, terminating, state);
      case ControllerRequest.ChangeConfig change -> reply(change, terminating, state);
      case AwaitEnd _ -> Next.noReply(state.withWaiting(plus(state.waiting(), new Waiting("", from))));
      case ControllerRequest.Shutdown _ ->
        Next.noReply(state.withEnding(state.ending().orElseThrow().with(from)));
    };
  }

  private static <R> CallResult<ControllerState> reply(Request<R> request, R reply, ControllerState state) {
    return CallResult.reply(request, reply, state);
  }

  private static List<String> names(ControllerState state) {
    return state.running().stream().map(Running::application).toList();
  }

  private ApplicationResult unload(String application, ControllerState state) {
    if (state.running(application).isPresent() || state.starting().containsKey(application)) {
      return ApplicationResult.failed(new ApplicationError.Running(application));
    }
    if (applications.spec(application).isEmpty()) {
      return ApplicationResult.failed(new ApplicationError.NotLoaded(application));
    }
    env.unload(application);
    return ApplicationResult.ok();
  }

  // ---- start

  private CallResult<ControllerState> start(ControllerRequest.Start start, ControllerState state) {
    String name = start.application();
    Starting underWay = state.starting().get(name);
    if (underWay != null) {
      return reply(start, new Begun.UnderWay(underWay.start()), state.withStarting(name, underWay.withRequest()));
    }
    Optional<ApplicationSpec> spec = applications.spec(name);
    Optional<ApplicationError> error = spec.isEmpty() ? Optional.of(new ApplicationError.NotLoaded(name))
        : ControllerEngine.checkStart(spec.get(), state.runningNames(), state.started().keySet());
    if (error.isPresent()) {
      return reply(start, new Begun.Not(ApplicationResult.failed(error.get())), state);
    }
    Pid controller = Process.self();
    Pid starter = Process.spawn(NodeApplications.INTERNAL_LINKED, () -> runStart(spec.orElseThrow(), state, controller));
    Starting starting = new Starting(start.type(), new StartUnderWay(name, starter), 1, List.of());
    return reply(start, new Begun.UnderWay(starting.start()), state.withStarting(name, starting));
  }

  /** The process of the start has ended, but that may not be known here. */
  private static CallResult<ControllerState> awaitStart(
      ControllerRequest.AwaitStart await, From from, ControllerState state) {
    Optional<ApplicationResult> result = await.start().result();
    if (result.isPresent()) {
      return reply(await, result.get(), state);
    }
    String name = await.start().application();
    Starting starting = Objects.requireNonNull(state.starting().get(name), "a start without a result is under way");
    return Next.noReply(state.withStarting(name, starting.with(from)));
  }

  /** Runs in a process of its own. */
  private void runStart(ApplicationSpec spec, ControllerState state, Pid controller) {
    Process.trapExit(true);
    Outcome outcome = spec.module()
        .map(module -> ControllerEngine.checkRunning(spec, state.runningNames())
            .<Outcome>map(Outcome.Failed::new)
            .orElseGet(() -> outcome(MasterProcess.start(applications, spec, module, controller))))
        .orElseGet(() -> new Outcome.Running(Optional.empty()));
    GenServer.cast(dev.ninefold.gen.ServerRef.<ControllerRequest<?>, StartDone>of(controller),
        new StartDone(spec.name(), Process.self(), outcome));
  }

  private static Outcome outcome(StartOutcome start) {
    return switch (start) {
      case StartOutcome.Acknowledged(Pid master, Object value) when value instanceof MasterProcess.Running running ->
        new Outcome.Running(Optional.of(new RunningApplication(master, running.top(), running.module())));
      case StartOutcome.Acknowledged acknowledged -> throw new IllegalStateException("unexpected " + acknowledged);
      case StartOutcome.Exited(ExitReason reason) ->
        new Outcome.Failed(
            reason instanceof ExitReason.Other(ApplicationError error) ? error : new ApplicationError.Exited(reason));
      case StartOutcome.TimedOut _ -> throw new IllegalStateException("a start without a limit has timed out");
    };
  }

  @Override
  public Next<ControllerState> handleCast(StartDone done, ControllerState state) {
    Starting starting = state.starting().get(done.application());
    if (state.ending().isPresent() || starting == null || !starting.start().process().equals(done.starter())) {
      return Next.noReply(state);
    }
    return Next.noReply(started(done.application(), starting, done.outcome(), state));
  }

  private ControllerState started(String application, Starting starting, Outcome outcome, ControllerState state) {
    ControllerState rest = state.withoutStarting(application);
    return switch (outcome) {
      case Outcome.Running(Optional<RunningApplication> processes) -> {
        processes.ifPresent(p -> applications.setTop(application, p.top()));
        applications.node().report(ProgressReport.application(application, applications.node().name()));
        answer(starting, ApplicationResult.ok(application));
        yield rest.withRunning(new Running(application, processes), starting.type());
      }
      case Outcome.Failed(ApplicationError error) -> {
        if (ControllerEngine.isReported(error)) {
          applications.node()
              .report(new ApplicationExitReport(application, error, starting.type(), ApplicationException.cause(error)));
        }
        answer(starting, ApplicationResult.failed(error));
        yield switch (ControllerEngine.afterStartFailure(starting.type(), error)) {
          case GO_ON -> rest;
          case TERMINATE_NODE -> ending.begin(new Termination.StartFailure(application, error), List.of(), rest);
        };
      }
    };
  }

  private static void answer(Starting starting, ApplicationResult result) {
    starting.start().end(result);
    starting.early().forEach(from -> from.reply(result));
  }

  // ---- stop

  private CallResult<ControllerState> stop(ControllerRequest.Stop stop, ControllerState state) throws Exception {
    String name = stop.application();
    RestartType type = state.started().get(name);
    if (type == null) {
      return reply(stop, ApplicationResult.failed(new ApplicationError.NotStarted(name)), state);
    }
    Optional<Running> running = state.running(name);
    if (running.isPresent()) {
      Optional<RunningApplication> processes = running.get().processes();
      if (processes.isPresent()) {
        stopMaster(processes.get().master());
      }
      applications.removeTop(name);
      applications.node().report(new ApplicationExitReport(name, "stopped", type));
    }
    return reply(stop, ApplicationResult.ok(), tellEnd(name, state.withoutRunning(name).withoutStarted(name)));
  }

  private void stopMaster(Pid master) throws Exception {
    Ref ref = Process.monitor(master);
    Process.unlink(master);
    EventProcess.waitingFor(master, () -> {
      Process.send(master, new MasterProcess.Stop());
      return Process.receive(ref, Info.Down.class, down -> down.ref().equals(ref), Timeout.INFINITY);
    });
    applications.removeMaster(master);
  }

  private static ControllerState tellEnd(String application, ControllerState state) {
    List<Waiting> told = state.waiting().stream().filter(w -> w.application().equals(application)).toList();
    told.forEach(w -> w.from().reply(Optional.empty()));
    return state.withWaiting(state.waiting().stream().filter(w -> !told.contains(w)).toList());
  }

  // ---- what happens by itself

  @Override
  public Next<ControllerState> handleInfo(Info info, ControllerState state) {
    return switch (info) {
      case Info.Exit(Pid pid, ExitReason reason) -> Next.noReply(exited(pid, reason, state));
      case Info.Down down -> ending.down(down, state);
      case Info.Message(Object body) when body instanceof ControllerEnding.Go -> ending.goOn(state);
      case Info.Message(Object body) when body instanceof ControllerEnding.TimeIsOver over -> {
        ending.timeIsOver(over, state);
        yield Next.noReply(state);
      }
      default -> Next.noReply(state);
    };
  }

  private ControllerState exited(Pid pid, ExitReason reason, ControllerState state) {
    applications.removeMaster(pid);
    Optional<Running> running = state.runningWithMaster(pid);
    if (running.isPresent()) {
      return ended(running.get(), reason, state);
    }
    for (Map.Entry<String, Starting> start : state.starting().entrySet()) {
      if (start.getValue().start().process().equals(pid)) {
        // It was killed: otherwise its cast would have come before.
        return started(start.getKey(), start.getValue(), new Outcome.Failed(new ApplicationError.Exited(reason)), state);
      }
    }
    return state;
  }

  private ControllerState ended(Running running, ExitReason reason, ControllerState state) {
    String application = running.application();
    List<GaveUp> gaveUp = applications.whyGaveUp(application, running.processes().map(RunningApplication::top));
    applications.removeTop(application);
    ControllerState rest = state.withoutRunning(application);
    @Nullable RestartType type = state.started().get(application);
    if (type == null || state.ending().isPresent()) {
      return rest;
    }
    applications.node().report(new ApplicationExitReport(application, reason, type));
    return switch (ControllerEngine.afterExit(type, reason)) {
      case GO_ON -> tellEnd(application, rest);
      case TERMINATE_NODE ->
        ending.begin(new Termination.ApplicationTerminated(application, reason), gaveUp, List.of(), rest);
    };
  }

  static <T> List<T> plus(List<T> list, T more) {
    return java.util.stream.Stream.concat(list.stream(), java.util.stream.Stream.of(more)).toList();
  }
}

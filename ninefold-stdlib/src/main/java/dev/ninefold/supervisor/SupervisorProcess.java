package dev.ninefold.supervisor;

import dev.ninefold.gen.Gen;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Starting;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.Level;
import dev.ninefold.supervisor.ChildInfo.State;
import dev.ninefold.supervisor.Children.Child;
import dev.ninefold.supervisor.SupervisorError.FailedToStartChild;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a {@link Supervisor} as a process. */
final class SupervisorProcess extends SupervisingProcess<Supervisor> {

  /*
   * Follows supervisor.erl. The pure parts are RestartDecision, RestartIntensity, ChildOrder, AutoShutdownRule and ChildSpecs; this
   * carries out what they decide. Start functions run here, and stopping waits here: meanwhile requests and exits queue up.
   */

  /** A restart failed; this message to oneself tries again, after what is in the mailbox already: SUP-39. */
  private record TryAgainRestart(Object id) {}

  /** The wait before a restart is over. */
  private record WaitIsOver(Object id) {}

  private record FailedStart(Child child, ExitReason reason) {}

  private final Children children = new Children();
  private final ChildStops stops = new ChildStops();
  private SupervisorFlags flags = SupervisorFlags.DEFAULT;
  private RestartIntensity intensity = RestartIntensity.of(flags);

  private SupervisorProcess(Starting starting, Supervisor module) {
    super(starting, Supervisor.class, module);
  }

  static StartResult<SupervisorRef> startLink(Supplier<? extends Supervisor> supplier, StartOptions options) {
    return startLink(supplier, options, SupervisorProcess::new);
  }

  // ---- init

  @Override
  @Nullable Object init(Supervisor module) throws Exception {
    return module.init();
  }

  @Override
  void begin(@Nullable Object returned) throws Exception {
    if (!(returned instanceof SupervisorSpec.Children tree)) {
      fail(badReturn(returned));
      return;
    }
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

  // ---- messages

  @Override
  boolean isOwn(Object message) throws Exception {
    switch (message) {
      case TryAgainRestart(Object id) -> tryAgain(id);
      case WaitIsOver over -> waitIsOver(over);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  Object answer(SupervisorRequest<?> request) throws Exception {
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
        children.setRunning(child, ok.pid(), nanos());
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
          children.setFailures(child, Failures.NONE);
          children.setRunning(child, ok.pid(), nanos());
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

  @Override
  void exited(Pid pid, ExitReason reason) throws Exception {
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
      flags.backoff().ifPresent(backoff -> children.setFailures(child, child.failures().ended(backoff, nanos())));
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
    if (child != null && child.isRestarting() && child.restartWait() == null) {
      restart(child);
    }
  }

  private void waitIsOver(WaitIsOver over) throws Exception {
    Child child = children.get(over.id());
    RestartWait wait = child == null ? null : child.restartWait();
    if (child != null && wait != null && wait.end() == over) {
      startAgain(child);
    }
  }

  /** A child has failed: counts that, and starts it again, at once or later. */
  private void restart(Child child) throws Exception {
    RestartIntensity.Step step = intensity.add(seconds());
    intensity = step.next();
    if (!step.allowed()) {
      report("shutdown", "reached_max_restart_intensity", child);
      children.ended(child);
      terminate(ExitReason.SHUTDOWN, List.of());
    }
    if (flags.backoff().isPresent()) {
      restartLater(child, child.failures().delay(flags.backoff().get(), SupervisingProcess::chance));
    } else {
      startAgain(child);
    }
  }

  /** Those that are to be restarted with it are stopped now, and wait with it, rather than run without it. */
  private void restartLater(Child child, Duration delay) throws Exception {
    children.setRestarting(child, child.replaced());
    List<Child> siblings = round(child).stop().stream().filter(Child::isActive).toList();
    stopAll(siblings);
    siblings.stream().filter(sibling -> !sibling.isTemporary()).forEach(sibling -> children.setAwaiting(sibling, child));
    WaitIsOver over = new WaitIsOver(child.id());
    children.setWaiting(child, new RestartWait(over, Process.sendAfter(delay, self(), over)));
  }

  private ChildOrder.Round<Child> round(Child child) {
    return ChildOrder.round(flags.strategy(), children.inStartOrder(), child, Child::isTemporary);
  }

  private void startAgain(Child child) throws Exception {
    Optional<Pid> replaced = child.replaced();
    FailedStart failed = switch (flags.strategy()) {
      case ONE_FOR_ONE -> startAll(List.of(child), true);
      case ONE_FOR_ALL, REST_FOR_ONE -> {
        ChildOrder.Round<Child> round = round(child);
        children.ended(child);
        stopAll(round.stop());
        yield startAll(round.start(), true);
      }
    };
    if (failed == null) {
      return;
    }
    Child next = failed.child();
    children.setRestarting(next, next == child ? replaced : Optional.empty());
    if (flags.backoff().isPresent()) {
      children.setFailures(next, next.failures().notStarted());
      restart(next);
    } else {
      EventProcess.sendToSelf(new TryAgainRestart(next.id()));
    }
  }

  private static long seconds() {
    return nanos() / 1_000_000_000;
  }

  // ---- starting and stopping

  /** Starts them one after the other, until one fails, which is reported. */
  private @Nullable FailedStart startAll(List<Child> starting, boolean again) {
    for (Child child : starting) {
      switch (call(child.spec(), Level.INFO)) {
        case StartResult.Ok<Pid> ok -> {
          children.setRunning(child, ok.pid(), nanos());
          if (again) {
            children.restarted(child);
            FlightEvents.restarted(name(), self(), child.info());
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

  /** Calls a start function and reports success. */
  private StartResult<Pid> call(ChildSpec spec, Level level) {
    StartResult<Pid> result = call(spec);
    if (result instanceof StartResult.Ok<Pid> ok) {
      reports().progress(() -> SupervisorReports.child(ok.pid(), spec), level);
    }
    return result;
  }

  @Override
  @Nullable Object start(StartFunction function) throws Exception {
    return function.start();
  }

  @Override
  StartResult<?> thrownByStart(Object value) {
    return value instanceof StartResult<?> result ? result : StartResult.failed(ExitReason.of(value));
  }

  private void stopAll(List<Child> stopping) throws Exception {
    stops.collectEnds(stopping);
    for (Child child : stopping) {
      stop(child);
    }
  }

  /** Stops the child if it runs, or gives up its restart; a temporary one is forgotten. */
  private void stop(Child child) throws Exception {
    RestartWait wait = child.restartWait();
    if (wait != null) {
      Process.cancelTimer(wait.timer());
    }
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

  // ---- the end, and system messages

  @Override
  void stopChildren() throws Exception {
    stopAll(children.inStartOrder().reversed());
  }

  @Override
  Supervisor.State state() {
    return new Supervisor.State(reports().supervisor(), moduleName(), flags, intensity.inPeriod(seconds()), children.infos(),
        children.inStartOrder().stream().map(Child::spec).toList());
  }

  @Override
  void takeOver(@Nullable Object returned) {
    if (!(returned instanceof SupervisorSpec.Children tree)) {
      throw new ExitException(badReturn(returned));
    }
    refuseIf(ChildSpecs.check(tree.flags()));
    refuseIf(ChildSpecs.check(tree.children(), Optional.of(tree.flags().autoShutdown())));
    flags = tree.flags();
    intensity = intensity.with(flags.intensity(), flags.period());
    children.update(tree.children());
  }

  @Override
  protected String behaviourName() {
    return "supervisor";
  }
}

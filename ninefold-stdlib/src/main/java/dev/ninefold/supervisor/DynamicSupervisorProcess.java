package dev.ninefold.supervisor;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Starting;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.NoCatch;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.TimerRef;
import dev.ninefold.supervisor.DynamicSupervisorEngine.Step;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a {@link DynamicSupervisor} as a process. */
final class DynamicSupervisorProcess extends SupervisingProcess<DynamicSupervisor> {

  /* Follows dynamic_supervisor.ex. The engine decides; this starts, stops and reports. */

  /** A restart failed; this message to oneself tries again, after what is in the mailbox already: DS-11. */
  private record TryAgain(Pid pid) {}

  /** The wait before a restart is over. No process is restarted twice, so one that comes late finds none. */
  private record WaitIsOver(Pid pid) {}

  private final ChildStops stops = new ChildStops();

  /** The timers of children that wait, by the pids under which these are known. */
  private final Map<Pid, TimerRef> waits = new HashMap<>();

  private DynamicSupervisorEngine engine =
      new DynamicSupervisorEngine(DynamicSupervisorFlags.DEFAULT, SupervisingProcess::chance);

  private DynamicSupervisorProcess(Starting starting, DynamicSupervisor module) {
    super(starting, DynamicSupervisor.class, module);
  }

  static StartResult<SupervisorRef> startLink(Supplier<? extends DynamicSupervisor> supplier, StartOptions options) {
    return startLink(supplier, options, DynamicSupervisorProcess::new);
  }

  // ---- init

  @Override
  @Nullable Object init(DynamicSupervisor module) throws Exception {
    return module.init();
  }

  @Override
  void begin(@Nullable Object returned) {
    if (!(returned instanceof DynamicSupervisorFlags flags)) {
      fail(badReturn(returned));
      return;
    }
    ChildSpecs.check(flags).ifPresent(error -> fail(new SupervisorError.SupervisorData(error).asReason()));
    engine = new DynamicSupervisorEngine(flags, SupervisingProcess::chance);
    started();
  }

  // ---- messages

  @Override
  Object answer(SupervisorRequest<?> request) throws Exception {
    return switch (request) {
      case SupervisorRequest.StartChild(ChildSpec spec) -> startChild(spec);
      case SupervisorRequest.TerminateChild(Pid pid) -> terminateChild(pid);
      case SupervisorRequest.WhichChildren _ -> infos().reversed();
      case SupervisorRequest.WhichChild(Object id) -> find(id).map(DynamicChild::info);
      case SupervisorRequest.CountChildren _ -> engine.counts();
      case SupervisorRequest.GetChildspec(Object id) -> find(id).map(DynamicChild::spec);
      case SupervisorRequest.TerminateChild _, SupervisorRequest.DeleteChild _ ->
        new ChildResult.Failed(Refusal.SIMPLE_ONE_FOR_ONE);
      case SupervisorRequest.RestartChild _ -> StartResult.failed(Refusal.SIMPLE_ONE_FOR_ONE.asReason());
    };
  }

  private Optional<DynamicChild> find(Object id) {
    return id instanceof Pid pid ? engine.find(pid) : Optional.empty();
  }

  private List<ChildInfo> infos() {
    return engine.all().stream().map(DynamicChild::info).toList();
  }

  private StartResult<Pid> startChild(ChildSpec spec) {
    // The caller has looked already, unless he asked by Supervisor.startChild.
    Optional<SupervisorError> error = ChildSpecs.checkDynamic(spec).or(engine::refusal);
    if (error.isPresent()) {
      return StartResult.failed(error.get().asReason());
    }
    StartResult<Pid> result = call(spec);
    if (result instanceof StartResult.Ok<Pid> ok) {
      engine.started(ok.pid(), spec, nanos());
    }
    return result;
  }

  private ChildResult terminateChild(Pid pid) throws Exception {
    Optional<DynamicChild> found = engine.find(pid);
    if (found.isEmpty()) {
      return new ChildResult.Failed(Refusal.NOT_FOUND);
    }
    DynamicChild child = found.get();
    TimerRef wait = waits.remove(pid);
    if (wait != null) {
      Process.cancelTimer(wait);
    } else if (!child.isRestarting()) {
      Busy.stopping(child.spec().id(), pid);
      ExitReason reason = stops.stop(pid, child.spec().shutdown());
      Busy.done();
      stopped(child, reason);
    }
    engine.forget(child);
    return ChildResult.Ok.OK;
  }

  @Override
  boolean isOwn(Object message) throws Exception {
    switch (message) {
      case TryAgain(Pid pid) -> carryOut(engine.tryAgain(pid, nanos()), ExitReason.NORMAL);
      case WaitIsOver(Pid pid) -> {
        waits.remove(pid);
        carryOut(engine.startAgain(pid), ExitReason.NORMAL);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  // ---- restarts

  @Override
  void exited(Pid pid, ExitReason reason) throws Exception {
    carryOut(engine.ended(pid, reason, nanos()), reason);
  }

  private void carryOut(Step step, ExitReason reason) throws Exception {
    switch (step) {
      case Step.Nothing _ -> {}
      case Step.Forget(DynamicChild child, boolean report) -> reportEnd(child, report, reason);
      case Step.StartAgain(DynamicChild child, boolean report) -> {
        reportEnd(child, report, reason);
        startAgain(child);
      }
      case Step.Wait(DynamicChild child, boolean report, Duration delay) -> {
        reportEnd(child, report, reason);
        waits.put(child.pid(), Process.sendAfter(delay, self(), new WaitIsOver(child.pid())));
      }
      case Step.TryAgain(DynamicChild child) -> EventProcess.sendToSelf(new TryAgain(child.pid()));
      case Step.GiveUp(DynamicChild child, boolean report) -> {
        reportEnd(child, report, reason);
        report("shutdown", "reached_max_restart_intensity", child.pid(), child);
        terminate(ExitReason.SHUTDOWN, List.of());
      }
    }
  }

  private void startAgain(DynamicChild child) throws Exception {
    switch (call(child.spec())) {
      case StartResult.Ok<Pid> ok ->
        FlightEvents.restarted(name(), self(), engine.restarted(child, ok.pid(), nanos()).info());
      case StartResult.Ignore<Pid> _ -> engine.forget(child);
      case StartResult.Failed<Pid>(ExitReason reason) -> {
        report("start_error", reason, new SupervisorReports.Replacing(Optional.of(child.pid())), child);
        carryOut(engine.notStarted(child, nanos()), reason);
      }
    }
  }

  @Override
  @Nullable Object start(StartFunction function) throws Exception {
    return function instanceof StartFunction.WithExtra<?> taking ? taking.start(engine.flags().extraArgument())
        : function.start();
  }

  /** Not a result, as it is under a supervisor that is not dynamic: DS-6. */
  @Override
  StartResult<?> thrownByStart(Object value) {
    return StartResult.failed(new ExitReason.Other(new NoCatch(value)));
  }

  // ---- reports

  private void reportEnd(DynamicChild child, boolean report, ExitReason reason) {
    if (report) {
      report("child_terminated", reason, child.pid(), child);
    }
  }

  private void stopped(DynamicChild child, ExitReason reason) {
    if (!DynamicSupervisorEngine.isProperStop(child.spec(), reason)) {
      report("shutdown_error", reason, child.pid(), child);
    }
  }

  private void report(String context, Object reason, Object pid, DynamicChild child) {
    reports().error(context, reason, () -> SupervisorReports.dynamicChild(pid, child.spec()));
  }

  // ---- the end, and system messages

  @Override
  void stopChildren() throws Exception {
    Map<Pid, ChildSpec> running = new LinkedHashMap<>();
    for (DynamicChild child : engine.all()) {
      if (!child.isRestarting()) {
        running.put(child.pid(), child.spec());
      }
    }
    Map<Pid, ExitReason> reasons = stops.stopTogether(running);
    reasons.forEach((pid, reason) -> engine.find(pid).ifPresent(child -> stopped(child, reason)));
  }

  @Override
  DynamicSupervisor.State state() {
    return new DynamicSupervisor.State(
        reports().supervisor(), moduleName(), engine.flags(), engine.restarts(nanos()), infos());
  }

  @Override
  void takeOver(@Nullable Object returned) {
    if (!(returned instanceof DynamicSupervisorFlags next)) {
      throw new ExitException(badReturn(returned));
    }
    refuseIf(ChildSpecs.check(next).map(SupervisorError.SupervisorData::new));
    engine.setFlags(next);
  }

  @Override
  protected String behaviourName() {
    return "dynamic_supervisor";
  }
}

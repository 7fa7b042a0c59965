package dev.ninefold.application;

import dev.ninefold.application.StartOrderEngine.Plan;
import dev.ninefold.application.StartOrderEngine.Step;
import dev.ninefold.process.CallException;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts applications and all that they depend on; if one fails, stops again what it has started. */
final class EnsureAllStarted {

  /*
   * A start that waits for the caller, because that is its own callback, fails by an exception. Then, too, what was started is stopped again.
   * The coordinator waits for all that it has begun, so any of them stands for what it waits for; that finds the cycle in the end, if it is one.
   */

  /** What one start came to; it has a result, or was a cycle. */
  private record Done(String application, @Nullable ApplicationResult result, @Nullable CallException cycle) {}

  private final NodeApplications applications;
  private final RestartType type;
  private final List<String> started = new ArrayList<>();

  EnsureAllStarted(NodeApplications applications, RestartType type) {
    this.applications = applications;
    this.type = type;
  }

  /** Starts one after the other, in the calling process or thread. */
  ApplicationResult serial(List<String> names) {
    return switch (plan(names)) {
      case Plan.Impossible(ApplicationError error) -> ApplicationResult.failed(error);
      case Plan.Steps(List<Step> steps) -> {
        for (Step step : steps) {
          @Nullable ApplicationError error = note(attempt(step.name()));
          if (error != null) {
            yield undo(error);
          }
        }
        yield new ApplicationResult.Ok(started);
      }
    };
  }

  /** Starts all at the same time that do not depend on each other, by processes of its own. */
  ApplicationResult concurrent(List<String> names) {
    StartOutcome outcome = EventProcess.startPlain(NodeApplications.INTERNAL.withNode(applications.node()),
        acknowledge -> () -> acknowledge.accept(coordinate(names)), Timeout.INFINITY, Optional.empty());
    return switch (outcome) {
      case StartOutcome.Acknowledged(var _, CallException cycle) -> throw cycle;
      case StartOutcome.Acknowledged(var _, Object value) -> (ApplicationResult) value;
      case StartOutcome.Exited(ExitReason reason) -> ApplicationResult.failed(new ApplicationError.Exited(reason));
      case StartOutcome.TimedOut _ -> throw new IllegalStateException("a start without a limit has timed out");
    };
  }

  /** Returns the result, or the exception that the caller is to get. */
  private Object coordinate(List<String> names) throws Exception {
    try {
      return switch (plan(names)) {
        case Plan.Impossible(ApplicationError error) -> ApplicationResult.failed(error);
        case Plan.Steps(List<Step> steps) -> carryOut(steps);
      };
    } catch (CallException e) {
      return e;
    }
  }

  private Plan plan(List<String> names) {
    try {
      Set<String> running = new HashSet<>(applications.ask(new ControllerRequest.Which(), Timeout.INFINITY));
      return StartOrderEngine.plan(names, this::load, running::contains);
    } catch (ApplicationException e) {
      return new Plan.Impossible(e.error());
    }
  }

  private StartOrderEngine.Lookup load(String name) {
    return switch (Applications.load(applications, name)) {
      case ApplicationResult.Failed(ApplicationError error) when !(error instanceof ApplicationError.AlreadyLoaded) ->
        new StartOrderEngine.Lookup.Missing(error);
      case ApplicationResult.Ok _, ApplicationResult.Failed _ -> applications
          .spec(name).<StartOrderEngine
              .Lookup>map(StartOrderEngine.Lookup.Found::new)
          .orElseGet(() -> new StartOrderEngine.Lookup.Missing(new ApplicationError.NotLoaded(name)));
    };
  }

  private Done attempt(String name) {
    try {
      return new Done(name, applications.start(name, type), null);
    } catch (CallException e) {
      return new Done(name, null, e);
    }
  }

  /** Notes what a start came to; returns what is wrong with it. */
  private @Nullable ApplicationError note(Done done) {
    String name = done.application();
    return switch (done.result()) {
      case ApplicationResult.Ok _ -> {
        started.add(name);
        yield null;
      }
      case ApplicationResult.Failed(ApplicationError error) when error.equals(new ApplicationError.AlreadyStarted(name)) -> null;
      case ApplicationResult.Failed(ApplicationError error) -> new ApplicationError.CouldNotStart(name, error);
      case null -> {
        stopStarted();
        throw Objects.requireNonNull(done.cycle());
      }
    };
  }

  private ApplicationResult undo(ApplicationError error) {
    stopStarted();
    return ApplicationResult.failed(error);
  }

  private void stopStarted() {
    started.reversed().forEach(name -> applications.request(new ControllerRequest.Stop(name), Timeout.INFINITY));
  }

  /** Runs in a process of its own; each start in another one. */
  private ApplicationResult carryOut(List<Step> steps) throws Exception {
    Map<String, Step> waiting = new LinkedHashMap<>();
    steps.forEach(step -> waiting.put(step.name(), step));
    Set<String> ahead = new HashSet<>(waiting.keySet());
    Map<String, Pid> underWay = new LinkedHashMap<>();
    @Nullable Done failure = null;
    while (true) {
      if (failure == null) {
        for (Step step : List.copyOf(waiting.values())) {
          if (step.after().stream().noneMatch(ahead::contains)) {
            waiting.remove(step.name());
            underWay.put(step.name(), launch(step.name()));
          }
        }
      }
      if (underWay.isEmpty()) {
        @Nullable ApplicationError error = failure == null ? null : note(failure);
        return error == null ? new ApplicationResult.Ok(started) : undo(error);
      }
      Done done =
          EventProcess.waitingFor(underWay.values().iterator().next(), () -> Process.receive(Done.class));
      underWay.remove(done.application());
      ahead.remove(done.application());
      if (isFailure(done)) {
        failure = failure == null ? done : failure;
      } else {
        note(done);
      }
    }
  }

  private static boolean isFailure(Done done) {
    return switch (done.result()) {
      case null -> true;
      case ApplicationResult.Ok _ -> false;
      case ApplicationResult.Failed(ApplicationError error) ->
        !error.equals(new ApplicationError.AlreadyStarted(done.application()));
    };
  }

  /** The process traps exits, so that who waits for it looks for cycles: it is not to end by a signal. */
  private Pid launch(String name) {
    Pid coordinator = Process.self();
    return Process.spawn(NodeApplications.INTERNAL_LINKED, () -> {
      Process.trapExit(true);
      Process.send(coordinator, attempt(name));
    });
  }
}

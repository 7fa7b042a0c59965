package dev.ninefold.application;

import dev.ninefold.application.ControllerRequest.Start;
import dev.ninefold.application.StartOrderEngine.Plan;
import dev.ninefold.application.StartOrderEngine.Step;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts applications and all that they depend on; if one fails, stops again what it has started. */
final class EnsureAllStarted {

  /** What one start came to. */
  private record Done(String application, ApplicationResult result) {}

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
          @Nullable ApplicationError error = note(step.name(), start(step.name()));
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
    StartOutcome outcome = EventProcess.startPlain(SpawnOptions.DEFAULT.withNode(applications.node()),
        acknowledge -> () -> acknowledge.accept(switch (plan(names)) {
          case Plan.Impossible(ApplicationError error) -> ApplicationResult.failed(error);
          case Plan.Steps(List<Step> steps) -> coordinate(steps);
        }), Timeout.INFINITY, Optional.empty());
    return switch (outcome) {
      case StartOutcome.Acknowledged(var _, Object value) -> (ApplicationResult) value;
      case StartOutcome.Exited(ExitReason reason) -> ApplicationResult.failed(new ApplicationError.Exited(reason));
      case StartOutcome.TimedOut _ -> throw new IllegalStateException("a start without a limit has timed out");
    };
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

  private ApplicationResult start(String name) {
    return applications.request(new Start(name, type), Timeout.INFINITY);
  }

  /** Notes what a start came to; returns what is wrong with it. */
  private @Nullable ApplicationError note(String name, ApplicationResult result) {
    return switch (result) {
      case ApplicationResult.Ok _ -> {
        started.add(name);
        yield null;
      }
      case ApplicationResult.Failed(ApplicationError error) when error.equals(new ApplicationError.AlreadyStarted(name)) -> null;
      case ApplicationResult.Failed(ApplicationError error) -> new ApplicationError.CouldNotStart(name, error);
    };
  }

  private ApplicationResult undo(ApplicationError error) {
    started.reversed().forEach(name -> applications.request(new ControllerRequest.Stop(name), Timeout.INFINITY));
    return ApplicationResult.failed(error);
  }

  /** Runs in a process of its own; each start in another one. */
  private ApplicationResult coordinate(List<Step> steps) {
    Map<String, Step> waiting = new LinkedHashMap<>();
    steps.forEach(step -> waiting.put(step.name(), step));
    Set<String> ahead = new HashSet<>(waiting.keySet());
    @Nullable ApplicationError failure = null;
    int underWay = 0;
    while (true) {
      if (failure == null) {
        for (Step step : List.copyOf(waiting.values())) {
          if (step.after().stream().noneMatch(ahead::contains)) {
            waiting.remove(step.name());
            launch(step.name());
            underWay++;
          }
        }
      }
      if (underWay == 0) {
        return failure == null ? new ApplicationResult.Ok(started) : undo(failure);
      }
      Done done = Process.receive(Done.class);
      underWay--;
      ahead.remove(done.application());
      @Nullable ApplicationError error = note(done.application(), done.result());
      failure = failure == null ? error : failure;
    }
  }

  private void launch(String name) {
    var coordinator = Process.self();
    Process.spawnLink(() -> Process.send(coordinator, new Done(name, start(name))));
  }
}

package dev.ninefold.application;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decides what ensureAllStarted starts, and in which order. */
final class StartOrderEngine {

  /** A specification, or why there is none. */
  sealed interface Lookup {
    record Found(ApplicationSpec spec) implements Lookup {}

    record Missing(ApplicationError error) implements Lookup {}
  }

  /**
   * An application to start.
   *
   * @param name its name
   * @param after what has to be started before it, as far as it is not running
   */
  record Step(String name, Set<String> after) {}

  /** What there is to do. */
  sealed interface Plan {
    /** These are to be started; each comes after all that it depends on. */
    record Steps(List<Step> steps) implements Plan {}

    /** It cannot be done. */
    record Impossible(ApplicationError error) implements Plan {}
  }

  private final Function<String, Lookup> lookup;
  private final Predicate<String> isRunning;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Set<String> path = new LinkedHashSet<>();

  private StartOrderEngine(Function<String, Lookup> lookup, Predicate<String> isRunning) {
    this.lookup = lookup;
    this.isRunning = isRunning;
  }

  /**
   * The plan for starting these applications and what they depend on.
   *
   * @param applications their names
   * @param lookup finds specifications; asked once for each application that does not run, a dependency after what depends on it
   * @param isRunning whether an application need not be started
   */
  static Plan plan(List<String> applications, Function<String, Lookup> lookup, Predicate<String> isRunning) {
    StartOrderEngine engine = new StartOrderEngine(lookup, isRunning);
    try {
      applications.forEach(application -> engine.visit(application, Set.of()));
      return new Plan.Steps(List.copyOf(engine.steps.values()));
    } catch (ApplicationException e) {
      return new Plan.Impossible(e.error());
    }
  }

  /** Returns whether the application will be started. */
  private boolean visit(String application, Set<String> optional) {
    if (steps.containsKey(application)) {
      return true;
    }
    if (isRunning.test(application)) {
      return false;
    }
    if (path.contains(application)) {
      List<String> circle = new ArrayList<>(path);
      throw new ApplicationException(new ApplicationError.CouldNotStart(application,
          new ApplicationError.CircularDependency(circle.subList(circle.indexOf(application), circle.size()))));
    }
    return switch (lookup.apply(application)) {
      case Lookup.Found(ApplicationSpec spec) -> {
        path.add(application);
        Set<String> after = new LinkedHashSet<>();
        for (String dependency : spec.applications()) {
          if (visit(dependency, Set.copyOf(spec.optionalApplications()))) {
            after.add(dependency);
          }
        }
        path.remove(application);
        steps.put(application, new Step(application, after));
        yield true;
      }
      case Lookup.Missing(ApplicationError.NotFound missing) when optional.contains(application)
          && missing.application().equals(application) ->
        false;
      case Lookup.Missing(ApplicationError error) ->
        throw new ApplicationException(new ApplicationError.CouldNotStart(application, error));
    };
  }
}

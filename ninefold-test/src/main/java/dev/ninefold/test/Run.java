package dev.ninefold.test;

import dev.ninefold.process.Process;
import dev.ninefold.process.Simulation;
import dev.ninefold.process.SimulationException;
import java.util.List;
import java.util.Optional;

/**
 * Runs a scenario in simulations.
 *
 * @param prepare what comes first, without faults
 * @param scenario the scenario
 */
record Run(Explore.Scenario prepare, Explore.Scenario scenario) {

  /** What JUnit's assumptions throw: it says that there is nothing to look for. */
  private static final String ASSUMPTION = "org.opentest4j.TestAbortedException";

  /** How it fails with that seed and schedule; empty if it does not. */
  Optional<Throwable> with(long seed, DeviatingSchedule schedule) {
    try {
      Optional<Boolean> done = Simulation.run(schedule, seed, List.of(), () -> {
        prepare.run();
        schedule.allowFaults(Process.self());
        scenario.run();
        return true;
      });
      return done.isPresent() ? Optional.empty() : Optional.of(new StuckException());
    } catch (SimulationException e) {
      throw e;
    } catch (Throwable e) {
      if (e instanceof RuntimeException assumption && e.getClass().getName().equals(ASSUMPTION)) {
        throw assumption;
      }
      return Optional.of(e);
    }
  }

  /** Whether it fails in that way if just this is not as usual. */
  boolean fails(long seed, List<Deviation> deviations, Throwable how) {
    return with(seed, DeviatingSchedule.replay(deviations)).filter(e -> e.getClass() == how.getClass()).isPresent();
  }

  /** The failure with what it takes and no more. */
  Failure minimal(long seed, List<Deviation> made, Throwable cause) {
    List<Deviation> trace = Minimal.of(made, part -> fails(seed, part, cause));
    return new Failure(seed, trace, with(seed, DeviatingSchedule.replay(trace)).orElse(cause));
  }
}

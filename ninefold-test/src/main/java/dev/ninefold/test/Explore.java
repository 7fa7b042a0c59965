package dev.ninefold.test;

import dev.ninefold.process.SimulationException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for an order of events in which code fails: runs it in a {@link Simulation} for one seed after another. Copies with one change:
 * {@code Explore.seeds(1_000).withDelays(Duration.ofSeconds(1)).withKills(2, "counter")}.
 *
 * @param first the first seed
 * @param seeds how many seeds
 * @param longestStall how long processes may stall; if not zero, time may also go on while they could do something
 * @param kills what is killed in a run
 * @param crashes what crashes in a run, at a message
 */
public record Explore(long first, int seeds, Duration longestStall, Victims kills, Victims crashes) {

  /** What is looked at: plain Java that starts processes, uses them, and throws if something is wrong. It runs in a process. */
  @FunctionalInterface
  public interface Scenario {
    /** Runs it. */
    void run() throws Exception;
  }

  /**
   * What a fault happens to.
   *
   * @param most how often, in a run, it happens at most
   * @param names the registered names of the processes that it may happen to; to any but the scenario's own if empty
   */
  public record Victims(int most, List<String> names) {

    /** Nothing happens to anybody. */
    public static final Victims NONE = new Victims(0, List.of());

    public Victims {
      if (most < 0) {
        throw new IllegalArgumentException("most: expected zero or more, got " + most);
      }
      names = List.copyOf(names);
    }
  }

  public Explore {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds: expected one or more, got " + seeds);
    }
    if (longestStall.isNegative()) {
      throw new IllegalArgumentException("longestStall: expected zero or more, got " + longestStall);
    }
  }

  /** The seeds from zero on; other orders, but no faults. */
  public static Explore seeds(int seeds) {
    return new Explore(0, seeds, Duration.ZERO, Victims.NONE, Victims.NONE);
  }

  /** This seed alone, to look at a failure again. */
  public Explore withSeed(long seed) {
    return new Explore(seed, 1, longestStall, kills, crashes);
  }

  /**
   * The same with processes that stall, and with time that goes on while they could do something.
   *
   * @param longest how long a process stalls at most; a call that takes longer than its timeout fails
   */
  public Explore withDelays(Duration longest) {
    return new Explore(first, seeds, longest, kills, crashes);
  }

  /**
   * The same with up to so many kills in a run, of processes with these registered names; of any but the scenario's own, supervisors too, if there
   * are no names.
   */
  public Explore withKills(int kills, String... names) {
    return new Explore(first, seeds, longestStall, new Victims(kills, List.of(names)), crashes);
  }

  /**
   * The same with up to so many crashes in a run, each at a message: the callback that handles it throws a
   * {@link dev.ninefold.process.SimulatedCrashException}, or the receive of a plain process does. In a gen_event this ends a handler, and not the manager.
   *
   * @param names the registered names of the processes that may crash; any but the scenario's own if there are none. Supervisors never do
   */
  public Explore withCrashes(int crashes, String... names) {
    return new Explore(first, seeds, longestStall, kills, new Victims(crashes, List.of(names)));
  }

  /**
   * Looks for a failure.
   *
   * @return the first one; empty if there is none
   * @throws SimulationException if the scenario waits for something outside of Ninefold, or loops; its cause has the stack
   * @throws IllegalStateException if a process that was to be killed or to crash was not there in any run
   */
  public Optional<Failure> find(Scenario scenario) {
    return find(() -> {}, scenario);
  }

  /**
   * The same for what has to be started first.
   *
   * @param prepare runs before it in the same process, in any order of events, but while nobody stalls or dies
   */
  public Optional<Failure> find(Scenario prepare, Scenario scenario) {
    Objects.requireNonNull(prepare, "prepare: expected what to run first, got null");
    Objects.requireNonNull(scenario, "scenario: expected what to run, got null");
    Run run = new Run(prepare, scenario);
    Set<String> unseen = new TreeSet<>();
    unseen.addAll(kills.names());
    unseen.addAll(crashes.names());
    for (int i = 0; i < seeds; i++) {
      long seed = first + i;
      DeviatingSchedule schedule = new DeviatingSchedule(new RandomDeviations(seed, this, unseen));
      Optional<Throwable> failure = with(run, seed, schedule);
      if (failure.isPresent()) {
        return Optional.of(run.minimal(seed, schedule.made(), failure.get()));
      }
    }
    if (!unseen.isEmpty()) {
      throw new IllegalStateException(
          "names: expected processes that are registered while the scenario runs, but there was none in " + seeds + " runs as "
              + unseen);
    }
    return Optional.empty();
  }

  private static Optional<Throwable> with(Run run, long seed, DeviatingSchedule schedule) {
    try {
      return run.with(seed, schedule);
    } catch (SimulationException e) {
      throw new SimulationException("seed " + seed, e);
    }
  }

  /**
   * Looks for a failure, and fails if there is one.
   *
   * @throws AssertionError with the seed and a minimal trace
   */
  public void check(Scenario scenario) {
    check(() -> {}, scenario);
  }

  /** The same for what has to be started first; see {@link #find(Scenario, Scenario)}. */
  public void check(Scenario prepare, Scenario scenario) {
    find(prepare, scenario).ifPresent(failure -> {
      throw new AssertionError(failure.toString(), failure.cause());
    });
  }
}

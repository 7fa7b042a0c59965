package dev.ninefold.test;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The usual schedule, but for some deviations. */
final class DeviatingSchedule implements Simulation.Schedule {

  /** Tells what is not as usual. */
  @FunctionalInterface
  interface Deviations {
    /**
     * The deviation of this turn, if there is one.
     *
     * @param candidates who can go on
     * @param others the processes that there are, but for that of the scenario; empty as long as there may be no faults
     */
    Optional<Deviation> at(int turn, List<Pid> candidates, Optional<Supplier<List<Pid>>> others);
  }

  private final Deviations deviations;
  private final List<Deviation> made = new ArrayList<>();
  private final Map<String, Duration> stalled = new HashMap<>();
  private int turn;
  private Optional<Pid> scenario = Optional.empty();

  DeviatingSchedule(Deviations deviations) {
    this.deviations = deviations;
  }

  /** Those, and no others. */
  static DeviatingSchedule replay(List<Deviation> deviations) {
    Map<Integer, Deviation> byTurn = new HashMap<>();
    deviations.forEach(deviation -> byTurn.put(deviation.turn(), deviation));
    return new DeviatingSchedule((turn, _, _) -> Optional.ofNullable(byTurn.get(turn)));
  }

  /** From now on processes may stall, crash and die, but for the given one, and time may go on while they could do something. */
  void allowFaults(Pid scenario) {
    this.scenario = Optional.of(scenario);
  }

  /** What was not as usual so far. */
  List<Deviation> made() {
    return List.copyOf(made);
  }

  @Override
  public int choose(List<Pid> candidates, Simulation.Faults means) {
    turn++;
    Optional<Deviation> deviation = deviations.at(turn, candidates, scenario.map(self -> () -> others(self, means)))
        .filter(it -> scenario.isPresent() || it instanceof Deviation.GoesFirst);
    deviation.ifPresent(made::add);
    return switch (deviation.orElse(null)) {
      case Deviation.GoesFirst(int _, String process) -> indexOf(process, candidates).orElseGet(() -> usual(candidates, means));
      case Deviation.AllWait _ -> candidates.size();
      case Deviation.Stalls(int _, String process, Duration time) -> {
        stalled.put(process, means.now().plus(time));
        yield usual(candidates, means);
      }
      case Deviation.Killed(int _, String process) -> {
        find(process, means).ifPresent(means::kill);
        yield usual(candidates, means);
      }
      case Deviation.Crashes(int _, String process, int after) -> {
        find(process, means).ifPresent(pid -> means.crashAfter(pid, after));
        yield usual(candidates, means);
      }
      case null -> usual(candidates, means);
    };
  }

  private static List<Pid> others(Pid scenario, Simulation.Faults means) {
    return means.processes().stream().filter(pid -> pid != scenario).toList();
  }

  private static Optional<Pid> find(String nameOrPid, Simulation.Faults means) {
    return means.processes()
        .stream()
        .filter(pid -> pid.toString().equals(nameOrPid) || pid.node().whereis(nameOrPid).equals(Optional.of(pid)))
        .findFirst();
  }

  private static Optional<Integer> indexOf(String process, List<Pid> candidates) {
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).toString().equals(process)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** The first that does not stall. */
  private int usual(List<Pid> candidates, Simulation.Faults means) {
    if (stalled.isEmpty()) {
      return 0;
    }
    stalled.values().removeIf(until -> until.compareTo(means.now()) <= 0);
    for (int i = 0; i < candidates.size(); i++) {
      if (!stalled.containsKey(candidates.get(i).toString())) {
        return i;
      }
    }
    return candidates.size();
  }
}

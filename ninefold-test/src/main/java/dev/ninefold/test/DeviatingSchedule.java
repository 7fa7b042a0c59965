package dev.ninefold.test;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The usual schedule, but for some deviations. */
final class DeviatingSchedule implements Simulation.Schedule {

  /** Tells what is not as usual. */
  @FunctionalInterface
  interface Deviations {
    /** The deviation of this turn, if there is one. */
    Optional<Deviation> at(int turn, List<Pid> candidates);
  }

  private final Deviations deviations;
  private final List<Deviation> made = new ArrayList<>();
  private final Map<String, Duration> stalled = new HashMap<>();
  private int turn;
  private boolean faults;

  DeviatingSchedule(Deviations deviations) {
    this.deviations = deviations;
  }

  /** Those, and no others. */
  static DeviatingSchedule replay(List<Deviation> deviations) {
    Map<Integer, Deviation> byTurn = new HashMap<>();
    deviations.forEach(deviation -> byTurn.put(deviation.turn(), deviation));
    return new DeviatingSchedule((turn, _) -> Optional.ofNullable(byTurn.get(turn)));
  }

  /** From now on processes may stall and die, and time may go on while they could do something. */
  void allowFaults() {
    faults = true;
  }

  /** What was not as usual so far. */
  List<Deviation> made() {
    return List.copyOf(made);
  }

  @Override
  public int choose(List<Pid> candidates, Simulation.Faults means) {
    turn++;
    Optional<Deviation> deviation = deviations.at(turn, candidates).filter(it -> faults || it instanceof Deviation.GoesFirst);
    deviation.ifPresent(made::add);
    return switch (deviation.orElse(null)) {
      case Deviation.GoesFirst(int _, String process) -> indexOf(process, candidates).orElseGet(() -> usual(candidates, means));
      case Deviation.AllWait _ -> candidates.size();
      case Deviation.Stalls(int _, String process, Duration time) -> {
        stalled.put(process, means.now().plus(time));
        yield usual(candidates, means);
      }
      case Deviation.Killed(int _, String name) -> {
        candidates.getFirst().node().whereis(name).ifPresent(means::kill);
        yield usual(candidates, means);
      }
      case null -> usual(candidates, means);
    };
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

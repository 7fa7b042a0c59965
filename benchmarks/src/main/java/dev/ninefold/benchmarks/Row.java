package dev.ninefold.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One line of the table.
 *
 * @param name what the command line calls it
 * @param unit of the figures
 * @param size how much work one round is, in a full run
 * @param quickSize the same in a quick one
 * @param rounds how many rounds a fork does at most; the first third warms up
 * @param contenders who takes part
 * @param targets at most how much of a rival's figure Ninefold's is to be
 * @param carrierTargets the same on the carrier scheduler, where they differ
 * @param limit what Ninefold's figure is to stay below, where there is such a thing
 * @param manyProcesses whether the BEAM needs room for more processes than it has by default
 */
record Row(
    String name, String unit, int size, int quickSize, int rounds, Set<Contender> contenders, Map<Contender, Double> targets,
    Map<Contender, Double> carrierTargets, Optional<Double> limit, boolean manyProcesses) {

  Optional<Double> target(Contender rival) {
    return Optional.ofNullable(targets.get(rival));
  }

  /** The same with the targets of that scheduler. */
  Row on(SchedulerKind scheduler) {
    return switch (scheduler) {
      case PORTABLE -> this;
      case CARRIER -> {
        Map<Contender, Double> all = new EnumMap<>(Contender.class);
        all.putAll(targets);
        all.putAll(carrierTargets);
        yield new Row(name, unit, size, quickSize, rounds, contenders, all, carrierTargets, limit, manyProcesses);
      }
    };
  }

  /** The part of the rounds that counts: a round that came first also compiled the code. */
  static int warmUp(int rounds) {
    return rounds / 3;
  }
}

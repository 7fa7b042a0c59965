package dev.ninefold.benchmarks;

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
 * @param manyProcesses whether the BEAM needs room for more processes than it has by default
 */
record Row(
    String name, String unit, int size, int quickSize, int rounds, Set<Contender> contenders, Map<Contender, Double> targets,
    boolean manyProcesses) {

  Optional<Double> target(Contender rival) {
    return Optional.ofNullable(targets.get(rival));
  }

  /** The part of the rounds that counts: a round that came first also compiled the code. */
  static int warmUp(int rounds) {
    return rounds / 3;
  }
}

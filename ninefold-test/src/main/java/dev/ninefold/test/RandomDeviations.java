package dev.ninefold.test;

import dev.ninefold.process.Pid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Deviations that a seed determines: many of them for some seeds, few for others. */
final class RandomDeviations implements DeviatingSchedule.Deviations {

  private static final double[] RATES = {0.01, 0.05, 0.2, 0.5};
  private static final double ORDER = 0.7;

  private final SplittableRandom random;
  private final double rate;
  private final List<String> victims;
  private final long longestStallMillis;
  private int killsLeft;

  /**
   * For one run.
   *
   * @param longestStall how long processes may stall; zero: they do not, nor does time go on while they could do something
   * @param kills how many processes may be killed at most
   * @param victims who may be killed, by names
   */
  RandomDeviations(long seed, Duration longestStall, int kills, List<String> victims) {
    random = new SplittableRandom(seed);
    rate = RATES[random.nextInt(RATES.length)];
    longestStallMillis = longestStall.toMillis();
    killsLeft = victims.isEmpty() ? 0 : kills;
    this.victims = victims;
  }

  @Override
  public Optional<Deviation> at(int turn, List<Pid> candidates) {
    if (random.nextDouble() >= rate) {
      return Optional.empty();
    }
    double kind = random.nextDouble();
    Pid process = candidates.get(random.nextInt(candidates.size()));
    if (kind < ORDER) {
      return process == candidates.getFirst() ? Optional.empty()
          : Optional.of(new Deviation.GoesFirst(turn, process.toString()));
    }
    if (killsLeft > 0 && random.nextBoolean()) {
      killsLeft--;
      return Optional.of(new Deviation.Killed(turn, victims.get(random.nextInt(victims.size()))));
    }
    if (longestStallMillis == 0) {
      return Optional.empty();
    }
    return Optional.of(random.nextBoolean() ? new Deviation.AllWait(turn)
        : new Deviation.Stalls(turn, process.toString(), Duration.ofMillis(1 + random.nextLong(longestStallMillis))));
  }
}

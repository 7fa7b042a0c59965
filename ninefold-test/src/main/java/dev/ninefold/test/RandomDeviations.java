package dev.ninefold.test;

import dev.ninefold.process.Pid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Deviations that a seed determines: many of them for some seeds, few for others. */
final class RandomDeviations implements DeviatingSchedule.Deviations {

  private static final double[] RATES = {0.01, 0.05, 0.2, 0.5};
  private static final double ORDER = 0.7;
  /** A crash is at one of so many messages. */
  private static final int MESSAGES = 4;

  private final SplittableRandom random;
  private final double rate;
  private final Explore.Victims kills;
  private final Explore.Victims crashes;
  private final long longestStallMillis;
  private int killsLeft;
  private int crashesLeft;

  /** For one run. */
  RandomDeviations(long seed, Explore explore) {
    random = new SplittableRandom(seed);
    rate = RATES[random.nextInt(RATES.length)];
    longestStallMillis = explore.longestStall().toMillis();
    kills = explore.kills();
    killsLeft = kills.most();
    crashes = explore.crashes();
    crashesLeft = crashes.most();
  }

  @Override
  public Optional<Deviation> at(int turn, List<Pid> candidates, Supplier<List<String>> others) {
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
      return one(kills, others).map(victim -> new Deviation.Killed(turn, victim));
    }
    if (crashesLeft > 0 && random.nextBoolean()) {
      crashesLeft--;
      return one(crashes, others).map(victim -> new Deviation.Crashes(turn, victim, random.nextInt(MESSAGES)));
    }
    if (longestStallMillis == 0) {
      return Optional.empty();
    }
    return Optional.of(random.nextBoolean() ? new Deviation.AllWait(turn)
        : new Deviation.Stalls(turn, process.toString(), Duration.ofMillis(1 + random.nextLong(longestStallMillis))));
  }

  private Optional<String> one(Explore.Victims victims, Supplier<List<String>> others) {
    List<String> names = victims.names().isEmpty() ? others.get() : victims.names();
    return names.isEmpty() ? Optional.empty() : Optional.of(names.get(random.nextInt(names.size())));
  }
}

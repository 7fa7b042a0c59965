package dev.ninefold.test;

import dev.ninefold.process.Pid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Deviations that a seed determines: many of them for some seeds, few for others. */
final class RandomDeviations implements DeviatingSchedule.Deviations {

  private static final double[] RATES = {0.01, 0.05, 0.2, 0.5};
  private static final double ORDER = 0.7;
  /** A crash is in one of so many callbacks. */
  private static final int CALLBACKS = 4;

  private final SplittableRandom random;
  private final double rate;
  private final Explore.Victims kills;
  private final Explore.Victims crashes;
  private final long longestStallMillis;
  private final Set<String> unseen;
  private int killsLeft;
  private int crashesLeft;

  /**
   * For one run.
   *
   * @param unseen the names of victims that no process had so far; those that one has are taken out
   */
  RandomDeviations(long seed, Explore explore, Set<String> unseen) {
    this.unseen = unseen;
    random = new SplittableRandom(seed);
    rate = RATES[random.nextInt(RATES.length)];
    longestStallMillis = explore.longestStall().toMillis();
    kills = explore.kills();
    killsLeft = kills.most();
    crashes = explore.crashes();
    crashesLeft = crashes.most();
  }

  @Override
  public Optional<Deviation> at(int turn, List<Pid> candidates, Optional<Supplier<List<Pid>>> others) {
    if (others.isPresent() && !unseen.isEmpty()) {
      unseen.removeIf(isThere(candidates));
    }
    if (random.nextDouble() >= rate) {
      return Optional.empty();
    }
    double kind = random.nextDouble();
    Pid process = candidates.get(random.nextInt(candidates.size()));
    if (kind < ORDER) {
      return process == candidates.getFirst() ? Optional.empty()
          : Optional.of(new Deviation.GoesFirst(turn, process.toString()));
    }
    if (others.isEmpty()) {
      return Optional.empty();
    }
    if (killsLeft > 0 && random.nextBoolean()) {
      Optional<String> victim = one(kills, candidates, others.get());
      killsLeft -= victim.isPresent() ? 1 : 0;
      return victim.map(it -> new Deviation.Killed(turn, it));
    }
    if (crashesLeft > 0 && random.nextBoolean()) {
      Optional<String> victim = one(crashes, candidates, others.get());
      crashesLeft -= victim.isPresent() ? 1 : 0;
      return victim.map(it -> new Deviation.Crashes(turn, it, random.nextInt(CALLBACKS)));
    }
    if (longestStallMillis == 0) {
      return Optional.empty();
    }
    return Optional.of(random.nextBoolean() ? new Deviation.AllWait(turn)
        : new Deviation.Stalls(turn, process.toString(), Duration.ofMillis(1 + random.nextLong(longestStallMillis))));
  }

  /** A victim that is there now. */
  private Optional<String> one(Explore.Victims victims, List<Pid> candidates, Supplier<List<Pid>> others) {
    List<String> there = victims.names().isEmpty() ? others.get().stream().map(Pid::toString).toList()
        : victims.names().stream().filter(isThere(candidates)).toList();
    return there.isEmpty() ? Optional.empty() : Optional.of(there.get(random.nextInt(there.size())));
  }

  private static Predicate<String> isThere(List<Pid> candidates) {
    return name -> candidates.getFirst().node().whereis(name).isPresent();
  }
}

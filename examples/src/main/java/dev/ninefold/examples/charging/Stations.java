package dev.ninefold.examples.charging;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genevent.RestartRule;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.SupervisorRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The stations, each with a tree of processes that stands for it. It comes when the station connects for the first time, and stays.
 *
 * @param handler makes the business logic of a station
 * @param rule how often a handler that fails is installed again in its place
 * @param statistics counts
 * @param transactionIds the number of the latest transaction
 */
record Stations(
    Supplier<? extends StationHandler<?>> handler, RestartRule rule, Statistics statistics, AtomicInteger transactionIds) {

  /** More often than a station can ask. */
  static final RestartRule RULE = RestartRule.DEFAULT.withIntensity(1_000, Duration.ofSeconds(1)).withLastGoodState();

  private static final Name NAME = Name.local("stations");
  private static final SupervisorRef STATIONS = SupervisorRef.of(NAME);
  private static final int MOST = 100_000;

  Stations(Supplier<? extends StationHandler<?>> handler, Statistics statistics) {
    this(handler, RULE, statistics, new AtomicInteger());
  }

  static StartResult<SupervisorRef> startLink() {
    return DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT.withMaxChildren(MOST), StartOptions.DEFAULT.withName(NAME));
  }

  /**
   * Starts what stands for a station, unless it runs already.
   *
   * @throws dev.ninefold.gen.StartException if it could not be started, or there are too many
   */
  void ensureStarted(StationId station) {
    if (station.manager().whereis().isPresent()) {
      return;
    }
    // Temporary: a station whose tree has given up disturbs no other one, and comes back when it connects again.
    ChildSpec spec =
        ChildSpec.supervisor(station, () -> StationSupervisor.startLink(station, this)).withRestart(Restart.TEMPORARY);
    StartResult<Pid> result = DynamicSupervisor.startChild(STATIONS, spec);
    if (station.manager().whereis().isEmpty()) {
      result.orElseThrow();
    }
  }

  /** Those that have been connected once. */
  static List<StationId> all() {
    return StationId.among(Process.registered());
  }
}

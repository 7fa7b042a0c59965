package dev.ninefold.examples.charging;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;

/** The simulated stations, below a supervisor of their own. */
final class Simulation {

  private static final Name NAME = Name.local("simulated_stations");
  private static final SupervisorRef STATIONS = SupervisorRef.of(NAME);
  /** A station waits for its last answer, and then for the answer to its good-bye. */
  private static final Duration STATION_SHUTDOWN = Duration.ofSeconds(15);
  private static final Duration SPREAD_PER_STATION = Duration.ofMillis(2);

  private Simulation() {}

  /** The supervisor that the stations are to be started below. */
  static StartResult<SupervisorRef> startSupervisor() {
    return DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT.withIntensity(100, Duration.ofSeconds(1)),
        StartOptions.DEFAULT.withName(NAME));
  }

  /** A process that starts the stations, and ends. */
  static StartResult<Pid> startLink(ChargingOptions options, HttpClient client, Traffic traffic) {
    Pid pid = Process.spawnLink(() -> startStations(options, client, traffic));
    return StartResult.ok(pid, pid);
  }

  private static void startStations(ChargingOptions options, HttpClient client, Traffic traffic) throws UnknownHostException {
    URI server = URI.create("ws://" + options.listening().authority(ChargingSupervisor.port()) + "/");
    SimulatedStation.Settings settings = new SimulatedStation.Settings(server, client, options.interval(),
        SPREAD_PER_STATION.multipliedBy(options.stations()), traffic);
    for (int number = 1; number <= options.stations(); number++) {
      String id = "CP-%04d".formatted(number);
      DynamicSupervisor.startChild(STATIONS,
          ChildSpec.worker(id, () -> SimulatedStation.startLink(settings, id)).withShutdown(STATION_SHUTDOWN)).orElseThrow();
    }
  }
}

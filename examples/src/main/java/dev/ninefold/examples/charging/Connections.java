package dev.ninefold.examples.charging;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Name;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.SupervisorRef;
import java.time.Duration;

/**
 * The supervisor of the connections, each with a process of its own. None of them is ever started again: the station connects again.
 *
 * @param stations what they are connections to
 */
record Connections(Stations stations) {

  private static final Name NAME = Name.local("connections");
  private static final SupervisorRef CONNECTIONS = SupervisorRef.of(NAME);
  private static final Duration SHUTDOWN = Duration.ofSeconds(1);

  static StartResult<SupervisorRef> startLink() {
    return DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT, StartOptions.DEFAULT.withName(NAME));
  }

  /** Starts the process of a connection, and what stands for the station if that is new, and makes them known to each other. */
  ServerRef<Request<?>, Connection.Cast> start(StationId station, Connection.Line line) {
    stations.ensureStarted(station);
    ChildSpec spec = ChildSpec.worker("connection", () -> Connection.startLink(station, line, stations.statistics()))
        .withRestart(Restart.TEMPORARY)
        .withShutdown(SHUTDOWN);
    ServerRef<Request<?>, Connection.Cast> connection =
        ServerRef.of(DynamicSupervisor.startChild(CONNECTIONS, spec).orElseThrow());
    StationManager.attach(station, connection);
    return connection;
  }
}

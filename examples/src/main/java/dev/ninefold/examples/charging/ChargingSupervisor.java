package dev.ninefold.examples.charging;

import dev.ninefold.examples.web.WebSocketServer;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.ArrayList;
import java.util.List;

/** The top of the charging network: the stations, their connections, the web server; and the simulated stations, if there are any. */
final class ChargingSupervisor implements Supervisor {

  private static final Name SERVER = Name.local("ocpp_server");

  private final ChargingNetwork network;

  private ChargingSupervisor(ChargingNetwork network) {
    this.network = network;
  }

  static StartResult<SupervisorRef> startLink(ChargingNetwork network) {
    return Supervisor.startLink(() -> new ChargingSupervisor(network), StartOptions.named("charging_sup"));
  }

  /** The port on which the web server listens. */
  static int port() {
    return WebSocketServer.port(SERVER);
  }

  private OcppUpgrader upgrader(Node node, Connections connections) {
    return new OcppUpgrader(station -> new OcppSession(node, station, connections, network.statistics()), network.statistics());
  }

  @Override
  public SupervisorSpec init() {
    ChargingOptions options = network.options();
    Connections connections = new Connections(network.stations());
    List<ChildSpec> children = new ArrayList<>(List.of(
        ChildSpec.supervisor("stations", Stations::startLink),
        ChildSpec.supervisor("connections", Connections::startLink),
        ChildSpec.worker("server",
            () -> WebSocketServer.startLink(SERVER, options.listening(), node -> upgrader(node, connections), _ -> {}))));
    if (options.stations() > 0) {
      children.add(ChildSpec.supervisor("simulated stations", Simulation::startSupervisor));
      children.add(ChildSpec.worker("simulation", () -> Simulation.startLink(options, network.client(), network.traffic()))
          .withRestart(Restart.TEMPORARY));
    }
    return Supervisor.init(children, Strategy.ONE_FOR_ONE);
  }
}

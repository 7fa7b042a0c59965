package dev.ninefold.examples.charging;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
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

  private final ChargingNetwork network;

  private ChargingSupervisor(ChargingNetwork network) {
    this.network = network;
  }

  static StartResult<SupervisorRef> startLink(ChargingNetwork network) {
    return Supervisor.startLink(() -> new ChargingSupervisor(network), StartOptions.named("charging_sup"));
  }

  @Override
  public SupervisorSpec init() {
    ChargingOptions options = network.options();
    Connections connections = new Connections(network.stations());
    List<ChildSpec> children = new ArrayList<>(List.of(
        ChildSpec.supervisor("stations", Stations::startLink),
        ChildSpec.supervisor("connections", Connections::startLink),
        ChildSpec.worker("server",
            () -> OcppServer.startLink(options, connections, network.statistics()))));
    if (options.stations() > 0) {
      children.add(ChildSpec.supervisor("simulated stations", Simulation::startSupervisor));
      children.add(ChildSpec.worker("simulation", () -> Simulation.startLink(options, network.client(), network.traffic()))
          .withRestart(Restart.TEMPORARY));
    }
    return Supervisor.init(children, Strategy.ONE_FOR_ONE);
  }
}

package dev.ninefold.examples.charging;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.process.Name;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.List;

/** What stands for one station: its state machine, its event manager, its station manager. Each can lose those after it, not those before it. */
final class StationSupervisor implements Supervisor {

  private final StationId station;
  private final Stations stations;

  private StationSupervisor(StationId station, Stations stations) {
    this.station = station;
    this.stations = stations;
  }

  static StartResult<SupervisorRef> startLink(StationId station, Stations stations) {
    return Supervisor.startLink(() -> new StationSupervisor(station, stations),
        StartOptions.DEFAULT.withName(Name.local("supervisor of " + station)));
  }

  // tag::init[]
  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(
        ChildSpec.worker("station", () -> Station.startLink(station, stations.transactionIds()::incrementAndGet)),
        ChildSpec.worker("events", () -> GenEvent.startLink(StartOptions.DEFAULT.withName(station.eventsName())))
            .withModules(Modules.dynamic()),
        ChildSpec.worker("manager", () -> StationManager.startLink(station, stations))),
        Strategy.REST_FOR_ONE);
  }
  // end::init[]
}

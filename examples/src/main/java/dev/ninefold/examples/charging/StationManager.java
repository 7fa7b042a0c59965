package dev.ninefold.examples.charging;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerExit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerRestart;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;

/**
 * Looks after what may fail around a station's state machine, so that the state machine need not: it installs the handlers, turns the failure of
 * the business logic into the failure of exactly the request that failed, and notices when a connection ends.
 */
final class StationManager implements GenServer<StationManager.None, StationManager.Call<?>, Void> {

  sealed interface Call<R> extends Request<R> {}

  /** From now on this is the connection of the station. */
  record Attach(ServerRef<?, Connection.Cast> connection) implements Call<None> {}

  /** No state, and no answer. */
  record None() {}

  private final StationId station;
  private final Stations stations;
  private final Statistics statistics;

  StationManager(StationId station, Stations stations) {
    this.station = station;
    this.stations = stations;
    this.statistics = stations.statistics();
  }

  static StartResult<?> startLink(StationId station, Stations stations) {
    return GenServer.startLink(() -> new StationManager(station, stations), StartOptions.DEFAULT.withName(station.managerName()));
  }

  /** Makes a connection that of a station. When this returns, the state machine has been told. */
  static void attach(StationId station, ServerRef<?, Connection.Cast> connection) {
    GenServer.call(station.manager(), new Attach(connection));
  }

  @Override
  public Init<None> init() {
    installLogHandler();
    installAlarmHandler();
    installBusinessHandler();
    // The one before may have known of a connection.
    Station.describe(station).connection().flatMap(ServerRef::whereis).ifPresent(Process::monitor);
    return Init.ok(new None());
  }

  private void installLogHandler() {
    GenEvent.addSupHandler(station.events(), LogHandler.KEY, () -> new LogHandler(station), stations.rule());
  }

  private void installAlarmHandler() {
    GenEvent.addSupHandler(station.events(), AlarmHandler.KEY, AlarmHandler::new, stations.rule());
  }

  private void installBusinessHandler() {
    GenEvent.addSupHandler(station.events(), BusinessHandler.KEY, () -> new BusinessHandler(station, stations.handler().get()),
        stations.rule());
  }

  @Override
  public CallResult<None> handleCall(Call<?> request, From from, None none) {
    return switch (request) {
      case Attach attach -> {
        Process.monitor(attach.connection().pid());
        GenStatem.cast(station.station(), new Station.Connected(attach.connection()));
        yield CallResult.reply(attach, none, none);
      }
    };
  }

  // tag::failures[]
  @Override
  public Next<None> handleInfo(Info info, None none) {
    switch (info) {
      case Info.Down(var _, Pid connection, var _, var _) ->
        GenStatem.cast(station.station(), new Station.Disconnected(connection));
      case Info.Message(HandlerRestart restart) -> restarted(restart);
      case Info.Message(HandlerExit(Pid _, HandlerKey<?> handler, HandlerExit.Reason.Failed _)) -> removed(handler);
      default -> {}
    }
    return Next.noReply(none);
  }

  /** It is there again already, in its place; what it failed on is in the message. */
  private void restarted(HandlerRestart restart) {
    statistics.add(Count.HANDLER_CRASHES);
    statistics.add(Count.REINSTALLS);
    if (restart.handler().equals(BusinessHandler.KEY)
        && restart.message().orElse(null) instanceof StationEvent.Requested requested) {
      Station.fail(station, requested.number());
    }
  }
  // end::failures[]

  /**
   * It has failed too often: added again, in the classic way, which does not say on what it failed. That can only have been the latest request, for
   * there is no next one before that is answered; and it is answered when the handler is there again.
   */
  private void removed(HandlerKey<?> removed) {
    statistics.add(Count.HANDLER_CRASHES);
    if (removed.equals(BusinessHandler.KEY)) {
      long latest = Station.describe(station).requests();
      installBusinessHandler();
      Station.fail(station, latest);
    } else if (removed.equals(LogHandler.KEY)) {
      installLogHandler();
    } else {
      installAlarmHandler();
    }
    statistics.add(Count.REINSTALLS);
  }
}

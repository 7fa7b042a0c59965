package dev.ninefold.examples.charging;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.web.RawClient;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genevent.RestartRule;
import dev.ninefold.process.Process;
import dev.ninefold.testsupport.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A running network, below the process that has started it. */
record TestNetwork(ChargingNetwork network, int port) implements AutoCloseable {

  static TestNetwork start() {
    return start(new TestHandler(() -> {}), Stations.RULE);
  }

  static TestNetwork start(StationHandler<?> handler, RestartRule rule) {
    return start(options(0, 0), handler, rule);
  }

  /** One that closes connections after that much silence. */
  static TestNetwork start(Duration silence) {
    return start(new ChargingOptions("127.0.0.1", 0, 0, Optional.empty(), 0, false, silence, Duration.ZERO),
        new TestHandler(() -> {}), Stations.RULE);
  }

  private static TestNetwork start(ChargingOptions options, StationHandler<?> handler, RestartRule rule) {
    var statistics = new Statistics();
    return start(
        new ChargingNetwork(options, new Stations(() -> handler, rule, statistics, new AtomicInteger()), statistics,
            new Traffic(), HttpClient.newHttpClient()));
  }

  static TestNetwork start(ChargingNetwork network) {
    Process.trapExit(true);
    ChargingSupervisor.startLink(network).orElseThrow();
    return new TestNetwork(network, ChargingSupervisor.port());
  }

  static ChargingOptions options(int stations, int poisonEvery) {
    return new ChargingOptions("127.0.0.1", 0, stations, Optional.empty(), poisonEvery, false, Duration.ofMinutes(5),
        Duration.ZERO);
  }

  URI uri(String path) {
    return URI.create("ws://127.0.0.1:" + port + path);
  }

  /** Connects a station, and waits until its state machine knows of it. */
  RawClient connect(String station) throws Exception {
    var id = new StationId(station);
    var before = connection(id);
    var raw = RawClient.connect(network.client(), uri("/ocpp/" + station), "ocpp1.6");
    Eventually.await(station + " is connected", () -> connection(id).isPresent() && !connection(id).equals(before));
    return raw;
  }

  private static Optional<ServerRef<?, Connection.Cast>> connection(StationId id) {
    return id.station().whereis().flatMap(_ -> Station.describe(id).connection());
  }

  long count(Count count) {
    return network.statistics().get(count);
  }

  void awaitCount(Count count, long expected) {
    Eventually.await(count + " become " + expected, () -> count(count) == expected);
  }

  /** The connections of the clients; the network itself ends with its process. */
  @Override
  public void close() {
    network.client().shutdownNow();
  }
}

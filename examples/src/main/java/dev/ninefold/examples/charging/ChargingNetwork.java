package dev.ninefold.examples.charging;

import java.net.http.HttpClient;

/**
 * What the parts of a running charging network share.
 *
 * @param options what the user wants
 * @param stations starts what stands for the stations
 * @param statistics what the management system counts
 * @param traffic what the simulated stations count
 * @param client makes the connections of the simulated stations
 */
record ChargingNetwork(ChargingOptions options, Stations stations, Statistics statistics, Traffic traffic, HttpClient client) {

  /** A new one. */
  static ChargingNetwork of(ChargingOptions options) {
    Poison poison = new Poison(options.poisonEvery());
    Statistics statistics = new Statistics();
    return new ChargingNetwork(options, new Stations(() -> new DemoHandler(poison), statistics), statistics, new Traffic(),
        HttpClient.newHttpClient());
  }
}

package dev.ninefold.examples.charging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ninefold.examples.charging.Statistics.Count;

/**
 * What came of a run: the last line. The latencies are those that the simulated stations have measured.
 *
 * @param stations how many were simulated
 * @param requests how many requests of stations the management system has understood
 * @param replies how many of them it has answered
 * @param repliesMissing how many of them were not answered, or not received
 * @param connectionsDropped how many connections the simulated stations have lost
 */
record Summary(
    int stations, long requests, long replies, long internalErrors, long handlerCrashes, long reinstalls, long repliesMissing,
    long connectionsDropped, double p50Millis, double p99Millis) {

  private static final double MEDIAN = 50;
  private static final double SLOWEST_BUT_ONE_IN_HUNDRED = 99;

  static Summary of(ChargingNetwork network) {
    Statistics statistics = network.statistics();
    Traffic traffic = network.traffic();
    long requests = statistics.get(Count.REQUESTS);
    long replies = statistics.get(Count.REPLIES);
    return new Summary(network.options().stations(), requests, replies, statistics.get(Count.INTERNAL_ERRORS),
        statistics.get(Count.HANDLER_CRASHES), statistics.get(Count.REINSTALLS),
        Math.max(requests - replies, traffic.requests() - traffic.replies()), traffic.dropped(),
        traffic.latencyMillis(MEDIAN), traffic.latencyMillis(SLOWEST_BUT_ONE_IN_HUNDRED));
  }

  /** As one line of JSON. */
  String json() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers, and still no JSON: " + this, e);
    }
  }
}

package dev.ninefold.examples.charging;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.process.Process;
import java.time.Duration;

/** Shows how it goes in the first line of a terminal, once a second, without getting in the way of what is typed below it. */
final class StatusLine {

  private static final Duration PERIOD = Duration.ofSeconds(1);
  /** Remember where the cursor is, go to the first line, empty it, show it in reverse. */
  private static final String BEFORE = "\u001b7\u001b[1;1H\u001b[2K\u001b[7m";
  /** As usual again; go back. */
  private static final String AFTER = "\u001b[0m\u001b8";

  private StatusLine() {}

  /** To be run by a process of its own, for ever. */
  static void run(ChargingNetwork network, Terminal terminal) {
    long before = 0;
    while (true) {
      long requests = network.statistics().get(Count.REQUESTS);
      terminal.out().print(BEFORE + text(network, requests - before) + AFTER);
      terminal.out().flush();
      before = requests;
      Process.sleep(PERIOD);
    }
  }

  static String text(ChargingNetwork network, long requestsPerSecond) {
    Statistics statistics = network.statistics();
    Traffic traffic = network.traffic();
    return " %d of %d stations connected | %d requests, %d a second | %d internal errors | %d crashes, %d re-installs | dropped %d | p99 %.1f ms "
        .formatted(traffic.connections(), network.options().stations(), statistics.get(Count.REQUESTS), requestsPerSecond,
            statistics.get(Count.INTERNAL_ERRORS), statistics.get(Count.HANDLER_CRASHES), statistics.get(Count.REINSTALLS),
            traffic.dropped(), traffic.latencyMillis(99));
  }
}

package dev.ninefold.examples.charging;

import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.web.WebSocketServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the user of {@code ./ninefold run charging} wants.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 is any that is free
 * @param stations how many stations to simulate
 * @param seconds for how long; until it is interrupted if empty
 * @param poisonEvery which requests make the business logic throw; none at zero
 * @param reports whether the reports of the crashes are logged that poison makes
 * @param silence after how much silence a connection is closed, whether its handshake is done or not
 * @param interval how long a simulated station waits after each answer, on average
 */
record ChargingOptions(String host, int port, int stations, Optional<Integer> seconds, int poisonEvery, boolean reports,
    Duration silence, Duration interval) {

  static final String USAGE =
      "[--stations N] [--seconds S] [--poison-every K] [--reports] [--interval MILLIS] [--silence SECONDS] [--host ADDRESS] [--port PORT]";

  private static final String HOST = "--host";
  private static final String PORT = "--port";
  private static final String STATIONS = "--stations";
  private static final String SECONDS = "--seconds";
  private static final String POISON_EVERY = "--poison-every";
  private static final String REPORTS = "--reports";
  private static final String SILENCE = "--silence";
  private static final String INTERVAL = "--interval";

  private static final int MOST_STATIONS = 10_000;

  /** Reads the command line. */
  static ChargingOptions parse(List<String> arguments) {
    Options options =
        Options.parse(arguments, Set.of(REPORTS), Set.of(HOST, PORT, STATIONS, SECONDS, POISON_EVERY, SILENCE, INTERVAL));
    return new ChargingOptions(options.value(HOST).orElse("127.0.0.1"),
        options.number(PORT, 0, Options.HIGHEST_PORT).orElse(8887),
        options.number(STATIONS, 0, MOST_STATIONS).orElse(50), options.number(SECONDS, 1, Integer.MAX_VALUE),
        options.number(POISON_EVERY, 1, Integer.MAX_VALUE).orElse(0), options.has(REPORTS),
        Duration.ofSeconds(options.number(SILENCE, 1, Integer.MAX_VALUE).orElse(300)),
        Duration.ofMillis(options.number(INTERVAL, 0, Integer.MAX_VALUE).orElse(500)));
  }

  /** Where and how the web server listens. */
  WebSocketServer.Listening listening() {
    return new WebSocketServer.Listening(host, port, silence);
  }
}

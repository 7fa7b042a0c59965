package dev.ninefold.examples.charging;

import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.terminal.UsageException;
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
  private static final int HIGHEST_PORT = 65_535;

  /** Reads the command line. */
  static ChargingOptions parse(List<String> arguments) {
    Options options =
        Options.parse(arguments, Set.of(REPORTS), Set.of(HOST, PORT, STATIONS, SECONDS, POISON_EVERY, SILENCE, INTERVAL));
    return new ChargingOptions(options.value(HOST).orElse("127.0.0.1"), number(options, PORT, 0, HIGHEST_PORT).orElse(8887),
        number(options, STATIONS, 0, MOST_STATIONS).orElse(50), number(options, SECONDS, 1, Integer.MAX_VALUE),
        number(options, POISON_EVERY, 1, Integer.MAX_VALUE).orElse(0), options.has(REPORTS),
        Duration.ofSeconds(number(options, SILENCE, 1, Integer.MAX_VALUE).orElse(300)),
        Duration.ofMillis(number(options, INTERVAL, 0, Integer.MAX_VALUE).orElse(500)));
  }

  private static Optional<Integer> number(Options options, String name, int least, int most) {
    return options.value(name).map(text -> {
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // As any other number that does not fit.
      }
      throw new UsageException(name + ": expected a number from " + least + " to " + most + ", got '" + text + "'");
    });
  }
}

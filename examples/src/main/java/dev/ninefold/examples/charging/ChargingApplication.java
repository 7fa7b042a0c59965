package dev.ninefold.examples.charging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.ninefold.application.Application;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.application.Applications;
import dev.ninefold.examples.terminal.Program;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.process.Process;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The application: the management system, the simulated stations, and the console of its operator. */
public final class ChargingApplication implements Application {

  /** How to call it. */
  public static final String OPTIONS = ChargingOptions.USAGE;

  private static final String NAME = "charging";
  private static final String HANDLER_REPORTS = "dev.ninefold.report.gen_event.terminate";

  private final ChargingNetwork network;
  private final Terminal terminal;

  private ChargingApplication(ChargingNetwork network, Terminal terminal) {
    this.network = network;
    this.terminal = terminal;
  }

  /** The program behind {@code ./ninefold run charging}. */
  public static int main(List<String> arguments, Terminal terminal) {
    ChargingOptions options = ChargingOptions.parse(arguments);
    // Helidon logs by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (options.poisonEvery() > 0 && !options.reports() && LoggerFactory.getLogger(HANDLER_REPORTS) instanceof Logger logger) {
      logger.setLevel(Level.OFF);
      terminal.err().println("The crashes of the poisoned business logic are counted and not logged; --reports logs them.");
    }
    Application.run(spec(ChargingNetwork.of(options), terminal));
    return 0;
  }

  static ApplicationSpec spec(ChargingNetwork network, Terminal terminal) {
    return ApplicationSpec.named(NAME)
        .withDescription("A management system for charging stations")
        .withRegistered("charging_sup", "stations", "connections", "ocpp_server", "simulated_stations")
        .withModule(() -> new ChargingApplication(network, terminal));
  }

  @Override
  public Started start(StartType type, Object args) {
    Started started = Started.of(ChargingSupervisor.startLink(network));
    if (started instanceof Started.Ok) {
      terminal.out()
          .println(
              "listening on " + network.options().host() + ":" + ChargingSupervisor.port() + OcppUpgrader.PATH + "{station}");
      network.options().seconds().ifPresent(seconds -> Process.spawn(() -> endAfter(Duration.ofSeconds(seconds))));
      if (terminal.interactive()) {
        Process.spawn(() -> StatusLine.run(network, terminal));
      }
    }
    return Program.serverWithConsole(NAME, started, top -> ChargingConsole.of(terminal, top));
  }

  private static void endAfter(Duration time) {
    Applications.ensureStarted(NAME);
    Process.sleep(time);
    Applications.stop(NAME);
  }

  /** Also after an interrupt: everything has stopped, so the numbers are final. */
  @Override
  public void stop(Object state) throws Exception {
    Program.letSpeak(state);
    network.client().shutdownNow();
    terminal.out().println(Summary.of(network).json());
    terminal.out().flush();
  }
}

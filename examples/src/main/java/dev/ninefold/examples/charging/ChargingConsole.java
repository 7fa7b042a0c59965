package dev.ninefold.examples.charging;

import dev.ninefold.examples.charging.StationData.Transaction;
import dev.ninefold.examples.ocpp.CentralRequest;
import dev.ninefold.examples.ocpp.ResetType;
import dev.ninefold.examples.ocpp.StationRequest.StatusNotification;
import dev.ninefold.examples.terminal.Console;
import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.examples.terminal.Watch;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerException;
import dev.ninefold.process.CallException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import java.io.PrintStream;
import java.util.List;

/** The commands of an operator of the charging network. */
final class ChargingConsole {

  private ChargingConsole() {}

  /** A console for the network below that supervisor, which ends with it. */
  static Console of(Terminal terminal, Pid supervisor) {
    return new Console(terminal,
        List.of(
            Command.of("start", "ID CONNECTOR TAG", "tells a station to start charging: start CP-0001 1 CARD-7",
                ChargingConsole::start),
            Command.of("stop", "ID [TRANSACTION]",
                "tells a station to stop a transaction; without a number, the only one that runs",
                ChargingConsole::stop),
            Command.of("reset", "ID", "tells a station to start anew",
                (id, out) -> tell(station(id), new CentralRequest.Reset(ResetType.SOFT), out)),
            Command.of("stations", "lists the stations", (_, out) -> Stations.all().forEach(it -> out.println(line(it)))),
            Command.of("station", "ID", "tells what is known about a station",
                (id, out) -> describe(station(id), out)),
            Command.of("tree", "prints the supervision tree",
                (_, out) -> out.print(Supervisor.tree(SupervisorRef.of(supervisor), Watch.PATIENCE))),
            Command.of("crash", "ID", "makes the business logic of a station crash", (id, out) -> crash(station(id), out))),
        () -> Process.isAlive(supervisor));
  }

  private static StationId station(String id) {
    return StationId.of(id)
        .filter(it -> it.station().whereis().isPresent())
        .orElseThrow(() -> new UsageException("There is no station '" + id + "'; 'stations' lists them."));
  }

  private static void start(String arguments, PrintStream out) {
    String[] words = arguments.split("\\s+", -1);
    if (words.length != 3) {
      throw new UsageException(
          "start: expected a station, a connector and a card, as in 'start CP-0001 1 CARD-7', got '" + arguments + "'");
    }
    tell(station(words[0]), new CentralRequest.RemoteStartTransaction(number("connector", words[1]), words[2]), out);
  }

  private static void stop(String arguments, PrintStream out) {
    String[] words = arguments.split("\\s+", -1);
    if (words.length > 2) {
      throw new UsageException("stop: expected a station, and perhaps a transaction, got '" + arguments + "'");
    }
    StationId id = station(words[0]);
    int transaction = words.length == 2 ? number("transaction", words[1]) : onlyTransaction(id);
    tell(id, new CentralRequest.RemoteStopTransaction(transaction), out);
  }

  private static int onlyTransaction(StationId id) {
    List<Integer> running = List.copyOf(Station.describe(id).facts().transactions().keySet());
    if (running.size() != 1) {
      throw new UsageException("stop: expected one transaction at " + id + ", or its number; running: " + running);
    }
    return running.getFirst();
  }

  private static int number(String what, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new UsageException(what + ": expected a number, got '" + text + "'");
    }
  }

  private static void tell(StationId id, CentralRequest<?> request, PrintStream out) {
    try {
      out.println(switch (Station.tell(id, request)) {
        case Outcome.Replied<?>(var reply) -> "the station says: " + reply;
        case Outcome.Refused<?>(var code, String description) -> "the station refuses: " + code + " " + description;
        case Outcome.NoAnswer<?>() -> "the station does not answer";
        case Outcome.NotConnected<?>() -> "the station is not connected";
      });
    } catch (IllegalArgumentException e) {
      throw new UsageException("'" + request.action() + "' cannot be sent: " + e.getMessage());
    } catch (CallException e) {
      out.println("the station's process has ended: " + e.failure());
    }
  }

  private static String line(StationId id) {
    try {
      StationData data = Station.describe(id);
      return "%s: %s, transactions: %d, requests so far: %d".formatted(id, connected(data), data.facts().transactions().size(),
          data.requests());
    } catch (CallException e) {
      return id + ": " + e.failure();
    }
  }

  private static String connected(StationData data) {
    return data.connection().isPresent() ? "connected" : "not connected";
  }

  private static void describe(StationId id, PrintStream out) {
    try {
      StationData data = Station.describe(id);
      out.println(line(id));
      data.facts().boot().ifPresent(it -> out.println("  " + it.chargePointVendor() + " " + it.chargePointModel()));
      for (StatusNotification it : data.facts().connectors().values()) {
        out.println("  connector " + it.connectorId() + ": " + it.status() + ", " + it.errorCode());
      }
      for (Transaction it : data.facts().transactions().values()) {
        out.println(
            "  transaction " + it.id() + ": connector " + it.connector() + ", card " + it.idTag() + ", since " + it.start());
      }
      out.println("  alarms: " + GenEvent.call(id.events(), AlarmHandler.KEY, new AlarmHandler.Alarms()));
      GenEvent.call(id.events(), LogHandler.KEY, new LogHandler.Latest()).forEach(it -> out.println("  " + words(it)));
    } catch (CallException | HandlerException e) {
      out.println("the station's processes are not there: " + e.getMessage());
    }
  }

  private static String words(StationEvent event) {
    return switch (event) {
      case StationEvent.Requested it -> it.number() + ": " + it.request().action();
      case StationEvent.Replied it -> it.number() + ": replied";
      case StationEvent.Failed it -> it.number() + ": internal error";
      case StationEvent.Commanded it -> "told to " + it.request().action() + ": " + it.outcome();
      case StationEvent.Connected() -> "connected";
      case StationEvent.Disconnected() -> "disconnected";
      case StationEvent.Crash() -> "told to crash";
    };
  }

  private static void crash(StationId id, PrintStream out) {
    id.events().whereis().ifPresentOrElse(_ -> {
      GenEvent.syncNotify(id.events(), new StationEvent.Crash());
      out.println("ok; it is there again: " + GenEvent.whichHandlers(id.events()));
    }, () -> out.println("its event manager is not there"));
  }
}

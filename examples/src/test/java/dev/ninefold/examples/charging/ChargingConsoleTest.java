package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.terminal.Console.End;
import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import org.junit.jupiter.api.Test;

@WithNode
class ChargingConsoleTest {
  TestNode node;

  private static TestTerminal play(TestNetwork network, String... commands) throws Exception {
    var terminal = TestTerminal.with(commands);
    assertThat(ChargingConsole.of(terminal.terminal(), Process.whereis("charging_sup").orElseThrow()).run()).isEqualTo(End.INPUT);
    return terminal;
  }

  @Test
  void theStationsAreShown() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var one = network.connect("CP-1");
        one.send("[2,'b','BootNotification',{'chargePointVendor':'V','chargePointModel':'M'}]").next();
        one.send("[2,'s','StartTransaction',{'connectorId':1,'idTag':'card','meterStart':7,'timestamp':'2026-01-01T10:00:00Z'}]")
            .next();
        one.send("[2,'t','StatusNotification',{'connectorId':1,'errorCode':'OverVoltage','status':'Charging'}]").next();
        network.connect("CP-2").abort();
        node.await("the second is gone", () -> Station.describe(new StationId("CP-2")).connection().isEmpty());

        var terminal = play(network, "stations", "station CP-1", "tree");

        assertThat(terminal.out()).contains("CP-1: connected, transactions: 1, requests so far: 3\n",
            "CP-2: not connected, transactions: 0, requests so far: 0\n", "  V M\n", "  connector 1: CHARGING, OVER_VOLTAGE\n",
            "  transaction 1: connector 1, card card, since 2026-01-01T10:00:00Z\n", "  alarms: {1=OVER_VOLTAGE}\n",
            "  connected\n", "  1: BootNotification\n", "  3: replied\n",
            "charging_sup <", "  connections <", "  server <", "    supervisor of CP-1 <", "      events <", "    CP-1 <");
        assertThat(terminal.err()).isEmpty();
      }
    });
  }

  @Test
  void stationsAreToldWhatToDo() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        station
            .send("[2,'s','StartTransaction',{'connectorId':1,'idTag':'card','meterStart':7,'timestamp':'2026-01-01T10:00:00Z'}]")
            .next();
        node.spawn(() -> {
          for (int i = 0; i < 4; i++) {
            var call = station.next();
            station.send("[3,'" + call.substring(4, call.indexOf('"', 4)) + "',{'status':'Accepted'}]");
          }
        });

        var terminal = play(network, "start CP-1 2 CARD-7", "stop CP-1", "stop CP-1 1", "reset CP-1");

        assertThat(terminal.out()).isEqualTo("""
            the station says: RemoteStartTransactionReply[status=ACCEPTED]
            the station says: RemoteStopTransactionReply[status=ACCEPTED]
            the station says: RemoteStopTransactionReply[status=ACCEPTED]
            the station says: ResetReply[status=ACCEPTED]
            """);
        assertThat(terminal.err()).isEmpty();
      }
    });
  }

  @Test
  void aCrashIsShown() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start(new DemoHandler(new Poison(0)), Stations.RULE)) {
        network.connect("CP-1");
        var terminal = play(network, "crash CP-1");
        assertThat(terminal.out()).startsWith("ok; it is there again: [").contains("BusinessHandler");
      }
    });
    node.expectReport(HandlerTerminateReport.class);
  }

  @Test
  void whatMakesNoSenseIsRefused() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        network.connect("CP-1").abort();
        node.await("it is gone", () -> Station.describe(new StationId("CP-1")).connection().isEmpty());
        var terminal =
            play(network, "station CP-9", "start CP-1 x CARD", "start CP-1", "stop CP-1", "stop CP-1 1 2", "reset CP-1",
                "start CP-1 1 " + "x".repeat(21));
        assertThat(terminal.err()).contains("There is no station 'CP-9'; 'stations' lists them.",
            "connector: expected a number, got 'x'",
            "start: expected a station, a connector and a card",
            "stop: expected one transaction at CP-1, or its number; running: []",
            "stop: expected a station, and perhaps a transaction, got 'CP-1 1 2'", "idTag");
        assertThat(terminal.out()).isEqualTo("the station is not connected\n");
      }
    });
  }
}

package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.ocpp.ChargePointStatus;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.RestartRule;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@WithNode
class ChargingNetworkTest {
  TestNode node;

  private static final StationId ID = new StationId("CP-1");
  private static final String BOOT =
      "[2,'boot','BootNotification',{'chargePointVendor':'V','chargePointModel':'M'}]";
  private static final String START =
      "[2,'start','StartTransaction',{'connectorId':1,'idTag':'card','meterStart':7,'timestamp':'2026-01-01T10:00:00Z'}]";
  private static final String STATUS =
      "[2,'status','StatusNotification',{'connectorId':1,'errorCode':'GroundFailure','status':'Faulted'}]";

  private static String authorize(String id, String card) {
    return "[2,'" + id + "','Authorize',{'idTag':'" + card + "'}]";
  }

  private static String accepted(String id) {
    return "[3,\"" + id + "\",{\"idTagInfo\":{\"status\":\"Accepted\"}}]";
  }

  private static String internalError(String id) {
    return "[4,\"" + id + "\",\"InternalError\",\"The request could not be handled\",{}]";
  }

  @Test
  void aRequestThatCrashesTheHandlerIsAnInternalErrorAndTheOthersAreNot() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        // The second and the third come while the first is pending.
        station.send(authorize("a", "card")).send(authorize("b", "crash")).send(authorize("c", "card"));

        assertThat(List.of(station.next(), station.next(), station.next()))
            .containsExactly(accepted("a"), internalError("b"), accepted("c"));
        // The state before the crash was kept.
        assertThat(station.send(BOOT).next()).contains("\"interval\":2");
        network.awaitCount(Count.REPLIES, 4);
        assertThat(network.count(Count.REQUESTS)).isEqualTo(4);
        assertThat(network.count(Count.INTERNAL_ERRORS)).isEqualTo(1);
        assertThat(network.count(Count.HANDLER_CRASHES)).isEqualTo(1);
        assertThat(network.count(Count.REINSTALLS)).isEqualTo(1);
        assertThat(network.count(Count.CONNECTIONS)).isEqualTo(1);
      }
    });
    assertThat(node.expectReport(HandlerTerminateReport.class).reason().toString()).contains("told to crash");
  }

  @Test
  void aHandlerThatFailsTooOftenIsAddedAnew() throws Exception {
    node.run(() -> {
      try (var network =
          TestNetwork.start(new TestHandler(() -> {}), RestartRule.DEFAULT.withIntensity(0, Duration.ofSeconds(1)))) {
        var station = network.connect("CP-1");
        for (int i = 0; i < 5; i++) {
          station.send(authorize("a" + i, "card")).send(authorize("b" + i, "crash"));
        }
        for (int i = 0; i < 5; i++) {
          assertThat(station.next()).isEqualTo(accepted("a" + i));
          assertThat(station.next()).isEqualTo(internalError("b" + i));
        }
        // A new handler, which knows nothing of the requests before.
        assertThat(station.send(BOOT).next()).contains("\"interval\":0");
        network.awaitCount(Count.REINSTALLS, 5);
      }
    });
    node.expectReports(5, HandlerTerminateReport.class);
  }

  @Test
  void aReplyThatOcppDoesNotAllowIsAFailureOfTheHandler() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        assertThat(station.send(authorize("a", "long")).next()).isEqualTo(internalError("a"));
        assertThat(station.send(authorize("b", "card")).next()).isEqualTo(accepted("b"));
      }
    });
    assertThat(node.expectReport(HandlerTerminateReport.class).reason().toString()).contains("parentIdTag");
  }

  @Test
  void theOtherHandlersSeeWhatTheBusinessLogicSees() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        assertThat(station.send(STATUS).next()).isEqualTo("[3,\"status\",{}]");

        assertThat(GenEvent.call(ID.events(), AlarmHandler.KEY, new AlarmHandler.Alarms()).toString())
            .isEqualTo("{1=GROUND_FAILURE}");
        station
            .send(
                STATUS.replace("[2,'status'", "[2,'better'").replace("GroundFailure", "NoError").replace("Faulted", "Available"))
            .next();
        assertThat(GenEvent.call(ID.events(), AlarmHandler.KEY, new AlarmHandler.Alarms())).isEmpty();
        assertThat(GenEvent.call(ID.events(), LogHandler.KEY, new LogHandler.Latest()))
            .hasAtLeastOneElementOfType(StationEvent.Connected.class)
            .hasAtLeastOneElementOfType(StationEvent.Requested.class);
      }
    });
  }

  @Test
  void aStationThatDoesNotWaitIsNotReadFromAndNothingIsLost() throws Exception {
    var open = new CountDownLatch(1);
    node.run(() -> {
      try (var network = TestNetwork.start(new TestHandler(open::await), Stations.RULE)) {
        var station = network.connect("CP-1");
        station.send(authorize("first", "wait"));
        int many = 10 * OcppSession.WAITING_MESSAGES;
        for (int i = 0; i < many; i++) {
          station.send(authorize("" + i, "card"));
        }
        network.awaitCount(Count.REQUESTS, OcppSession.WAITING_MESSAGES);
        assertThat(station.nothing()).isNull();

        open.countDown();
        assertThat(station.next()).isEqualTo(accepted("first"));
        for (int i = 0; i < many; i++) {
          assertThat(station.next()).isEqualTo(accepted("" + i));
        }
      }
    });
  }

  @Test
  void transactionsAndConnectorsSurviveTheConnection() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        station.send(START).next();
        station.send(STATUS).next();
        station.abort();
        node.await("the end of the connection is noticed", () -> Station.describe(ID).connection().isEmpty());

        var facts = Station.describe(ID).facts();
        assertThat(facts.connectors().get(1).status()).isEqualTo(ChargePointStatus.FAULTED);
        assertThat(facts.transactions()).containsOnlyKeys(1);
        assertThat(facts.transactions().get(1).idTag()).isEqualTo("card");

        var again = network.connect("CP-1");
        again.send("[2,'m','MeterValues',{'connectorId':1,'transactionId':1,'meterValue':"
            + "[{'timestamp':'2026-01-01T10:05:00Z','sampledValue':[{'value':'42'}]}]}]").next();
        assertThat(Station.describe(ID).facts().transactions().get(1).lastValues().toString()).contains("42");
        again.send("[2,'stop','StopTransaction',{'transactionId':1,'meterStop':9,'timestamp':'2026-01-01T10:10:00Z'}]").next();
        assertThat(Station.describe(ID).facts().transactions()).isEmpty();
        again.close();
        node.await("the end is noticed", () -> Station.describe(ID).connection().isEmpty());
      }
    });
  }

  @Test
  void aCardThatIsNotAcceptedStartsNoTransaction() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        assertThat(station.send(START.replace("card", "blocked")).next()).contains("Blocked");
        assertThat(Station.describe(ID).facts().transactions()).isEmpty();
      }
    });
  }

  @Test
  void aSecondConnectionOfAStationReplacesTheFirst() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var first = network.connect("CP-1");
        first.send(START).next();
        var second = network.connect("CP-1");
        assertThat(first.closed()).isEqualTo(1000);

        assertThat(second.send(authorize("a", "card")).next()).isEqualTo(accepted("a"));
        assertThat(Station.describe(ID).facts().transactions()).containsOnlyKeys(1);
        assertThat(Station.describe(ID).connection()).isPresent();
        assertThat(network.count(Count.CONNECTIONS)).isEqualTo(2);
      }
    });
  }

  @Test
  void aStateMachineThatIsKilledTakesItsConnectionAlongAndComesBackWithTheNext() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        var other = network.connect("CP-2");
        station.send(BOOT).next();
        var machine = ID.station().pid();
        Process.exit(machine, ExitReason.KILL);
        assertThat(station.closed()).isEqualTo(1011);

        node.await("there is another one", () -> ID.manager().whereis().isPresent()
            && ID.station().whereis().filter(it -> it != machine).isPresent());
        assertThat(network.connect("CP-1").send(BOOT).next()).contains("Accepted");
        assertThat(other.send(BOOT).next()).contains("Accepted");
      }
    });
    node.expectReport(SupervisorReport.class);
  }

  @Test
  void anEventManagerThatIsKilledLeavesTheStateMachineAlone() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        station.send(START).next();
        var machine = ID.station().pid();
        var events = ID.events().pid();
        Process.exit(events, ExitReason.KILL);
        node.await("there is another one, with handlers",
            () -> ID.manager().whereis().isPresent() && ID.events().whereis().filter(it -> it != events).isPresent()
                && GenEvent.whichHandlers(ID.events()).size() == 3);

        assertThat(station.send(authorize("a", "card")).next()).isEqualTo(accepted("a"));
        assertThat(ID.station().pid()).isSameAs(machine);
        assertThat(Station.describe(ID).facts().transactions()).containsOnlyKeys(1);
        // The new station manager knows of the connection.
        station.abort();
        node.await("the end of the connection is noticed", () -> Station.describe(ID).connection().isEmpty());
      }
    });
    node.ignoreReports(SupervisorReport.class);
  }
}

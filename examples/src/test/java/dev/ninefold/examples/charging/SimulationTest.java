package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.ocpp.CentralReply;
import dev.ninefold.examples.ocpp.CentralRequest;
import dev.ninefold.examples.ocpp.CommandStatus;
import dev.ninefold.examples.ocpp.ResetType;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Name;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import org.junit.jupiter.api.Test;

@WithNode
class SimulationTest {
  TestNode node;

  private static void stop() {
    Supervisor.stop(SupervisorRef.of(Name.local("charging_sup")));
  }

  @Test
  void nothingIsMissingAlthoughTheHandlersCrash() throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    var network = ChargingNetwork.of(TestNetwork.options(20, 7));
    node.run(() -> {
      try (var running = TestNetwork.start(network)) {
        node.await("enough has happened", () -> running.count(Count.REPLIES) > 2_000);
        stop();
      }
    });

    var summary = Summary.of(network);
    assertThat(summary.repliesMissing()).isZero();
    assertThat(summary.connectionsDropped()).isZero();
    assertThat(summary.requests()).isEqualTo(summary.replies()).isGreaterThan(2_000);
    assertThat(summary.internalErrors()).isEqualTo(summary.requests() / 7);
    assertThat(summary.handlerCrashes()).isEqualTo(summary.internalErrors());
    assertThat(summary.reinstalls()).isEqualTo(summary.internalErrors());
    assertThat(network.traffic().internalErrors()).isEqualTo(summary.internalErrors());
    assertThat(network.traffic().replies()).isEqualTo(summary.replies());

    var json = new ObjectMapper().readTree(summary.json());
    assertThat(json.get("repliesMissing").asInt()).isZero();
    assertThat(json.get("requests").asLong()).isEqualTo(summary.requests());
    assertThat(json.get("p99Millis").asDouble()).isPositive();
  }

  @Test
  void aSimulatedStationObeys() throws Exception {
    var network = ChargingNetwork.of(TestNetwork.options(1, 0));
    node.run(() -> {
      try (var running = TestNetwork.start(network)) {
        var id = new StationId("CP-0001");
        node.await("it charges", () -> running.count(Count.REPLIES) > 20);
        var accepted = new Outcome.Replied<>(new CentralReply.RemoteStartTransactionReply(CommandStatus.ACCEPTED));
        assertThat(Station.tell(id, new CentralRequest.RemoteStartTransaction(1, "far away"))).isEqualTo(accepted);
        node.await("it charges with that card", () -> Station.describe(id)
            .facts()
            .transactions()
            .values()
            .stream()
            .anyMatch(it -> it.idTag().equals("far away")));
        assertThat(Station.tell(id, new CentralRequest.RemoteStartTransaction(2, "nowhere")))
            .isEqualTo(new Outcome.Replied<>(new CentralReply.RemoteStartTransactionReply(CommandStatus.REJECTED)));
        assertThat(Station.tell(id, new CentralRequest.Reset(ResetType.SOFT)))
            .isEqualTo(new Outcome.Replied<>(new CentralReply.ResetReply(CommandStatus.ACCEPTED)));
        running.awaitCount(Count.CONNECTIONS, 2);
        long replies = running.count(Count.REPLIES);
        node.await("it goes on", () -> running.count(Count.REPLIES) > replies + 20);
        stop();
      }
    });
    assertThat(network.traffic().dropped()).isZero();
    assertThat(Summary.of(network).repliesMissing()).isZero();
  }

  @Test
  void aStationThatLosesItsConnectionConnectsAgainAndThatIsCounted() throws Exception {
    var network = ChargingNetwork.of(TestNetwork.options(1, 0));
    node.run(() -> {
      try (var running = TestNetwork.start(network)) {
        var id = new StationId("CP-0001");
        node.await("it works", () -> running.count(Count.REPLIES) > 20);
        GenServer.cast(Station.describe(id).connection().orElseThrow(),
            new Connection.Close(Connection.GOING_AWAY, "for a test"));
        running.awaitCount(Count.CONNECTIONS, 2);
        long replies = running.count(Count.REPLIES);
        node.await("it goes on", () -> running.count(Count.REPLIES) > replies + 20);
        stop();
      }
    });
    assertThat(network.traffic().dropped()).isEqualTo(1);
    assertThat(Summary.of(network).connectionsDropped()).isEqualTo(1);
  }
}

package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.web.FakeSocket;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import org.junit.jupiter.api.Test;

/** However its socket ends, the process of a connection ends with it. */
@WithNode
class OcppSessionTest {
  TestNode node;

  @Test
  void aProcessThatWasStartedTooLateEnds() throws Exception {
    node.run(() -> {
      try (var it = TestNetwork.start()) {
        var network = it.network();
        Pid connections = Node.current().whereis("connections").orElseThrow();
        Sys.suspend(connections);
        FakeSocket.breakOffWhileItOpens(
            new OcppSession(Node.current(), new StationId("CP-1"), new Connections(network.stations()), network.statistics()));
        Eventually.await("the start was asked for", () -> Process.info(connections).orElseThrow().messageQueueLength() == 1);
        Sys.resume(connections);

        // What is asked after the start is answered after it.
        Eventually.await("the connection has gone",
            () -> DynamicSupervisor.countChildren(SupervisorRef.of(connections)).active() == 0);
        assertThat(it.count(Count.CONNECTIONS)).isEqualTo(1);
      }
    });
  }
}

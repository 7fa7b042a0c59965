package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.ocpp.CentralReply;
import dev.ninefold.examples.ocpp.CentralRequest;
import dev.ninefold.examples.ocpp.Frame;
import dev.ninefold.examples.ocpp.Frames;
import dev.ninefold.examples.ocpp.Messages;
import dev.ninefold.examples.ocpp.Reading;
import dev.ninefold.examples.ocpp.StationRequest;
import dev.ninefold.gen.Response;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** The processes of a station without a socket, in a time of their own. */
@WithNode(manualTime = true)
class StationTest {
  TestNode node;

  private static final StationId ID = new StationId("CP-1");

  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
  private final Statistics statistics = new Statistics();

  private final class FakeLine implements Connection.Line {
    @Override
    public boolean send(String text) {
      return sent.add(text);
    }

    @Override
    public void pong(ByteBuffer data) {}

    @Override
    public void close(int code, String reason) {
      sent.add("closed with " + code);
    }

    @Override
    public void done() {}
  }

  private void start(StationHandler<?> handler) {
    Process.trapExit(true);
    StationSupervisor.startLink(ID, new Stations(() -> handler, statistics)).orElseThrow();
    var connection = Connection.startLink(ID, new FakeLine(), statistics).orElseThrow();
    StationManager.attach(ID, connection);
  }

  private static void ask(String id, String card) {
    var connection = Station.describe(ID).connection().orElseThrow();
    GenServer.cast(connection,
        new Connection.Received(Frames.write(Messages.call(id, new StationRequest.Authorize(card)))));
  }

  private String next() throws InterruptedException {
    return sent.take();
  }

  @Test
  void aHandlerThatDoesNotReplyInTimeHasFailedAndItsLateReplyComesToNothing() throws Exception {
    var gate = new CompletableFuture<Void>();
    node.run(() -> {
      start(new TestHandler(gate::join));
      ask("a", "wait");
      ask("b", "card");
      node.await("both have come", () -> statistics.get(Count.REQUESTS) == 2);
      node.await("the first is pending", () -> Station.describe(ID).pending().isPresent());
      node.time().advance(Station.PATIENCE);
      assertThat(next()).startsWith("[4,\"a\",\"InternalError\"");
      gate.complete(null);
      assertThat(next()).startsWith("[3,\"b\"");
      assertThat(Station.describe(ID).requests()).isEqualTo(2);
      assertThat(sent).isEmpty();
    });
  }

  @Test
  void aCommandThatIsNotAnsweredIsGivenUpAndTheNextIsSent() throws Exception {
    node.run(() -> {
      start(new TestHandler(() -> {}));
      var first = GenStatem.sendRequest(ID.station(), unlock(1));
      var second = GenStatem.sendRequest(ID.station(), unlock(2));
      assertThat(next()).contains("\"connectorId\":1");
      node.time().advance(Station.COMMAND_PATIENCE);
      assertThat(next()).contains("\"connectorId\":2");
      assertThat(GenStatem.receiveResponse(first, Timeout.INFINITY)).isEqualTo(new Response.Reply<>(new Outcome.NoAnswer<>()));
      // Now the answer to the first comes after all.
      var connection = Station.describe(ID).connection().orElseThrow();
      GenStatem.cast(ID.station(),
          new Station.Answered(connection, (Frame.CallResult) frame("[3,\"command-1\",{\"status\":\"Unlocked\"}]")));
      node.await("it is counted", () -> statistics.get(Count.REPLIES_TO_NOTHING) == 1);
      node.time().advance(Station.COMMAND_PATIENCE.minus(Duration.ofMillis(1)));
      assertThat(GenStatem.waitResponse(second, Duration.ZERO)).isEqualTo(new Response.Timeout<>());
      node.time().advance(Duration.ofMillis(1));
      assertThat(GenStatem.receiveResponse(second, Timeout.INFINITY)).isEqualTo(new Response.Reply<>(new Outcome.NoAnswer<>()));
    });
  }

  private static Station.Tell<CentralReply.UnlockConnectorReply> unlock(int connector) {
    var request = new CentralRequest.UnlockConnector(connector);
    return new Station.Tell<>(request, Messages.encode(request));
  }

  private static Frame frame(String text) {
    return ((Reading.Read) Frames.read(text)).frame();
  }

  @Test
  void aCrashAtTheConsoleAnswersNoRequest() throws Exception {
    node.run(() -> {
      start(new DemoHandler(new Poison(0)));
      ask("a", "card");
      assertThat(next()).startsWith("[3,\"a\"");
      GenEvent.syncNotify(ID.events(), new StationEvent.Crash());
      ask("b", "card");
      assertThat(next()).startsWith("[3,\"b\"");
      node.await("it is counted", () -> statistics.get(Count.REINSTALLS) == 1);
      assertThat(statistics.get(Count.INTERNAL_ERRORS)).isZero();
    });
    assertThat(node.expectReport(HandlerTerminateReport.class).reason().toString()).contains("wanted to see");
  }

  @Test
  void theConnectionSaysGoodByeWhenTheSystemStops() throws Exception {
    node.run(() -> {
      start(new TestHandler(() -> {}));
      Process.exit(Station.describe(ID).connection().orElseThrow().pid(), ExitReason.SHUTDOWN);
      assertThat(next()).isEqualTo("closed with 1001");
      node.await("the station manager has told the state machine", () -> Station.describe(ID).connection().isEmpty());
    });
  }

  @Test
  void everySoManiethRequestIsPoisoned() {
    var poison = new Poison(3);
    poison.take();
    poison.take();
    assertThat(catchThrowable(poison::take)).hasMessageContaining("request 3 was poisoned");
    poison.take();
  }
}

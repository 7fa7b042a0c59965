package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.ocpp.ErrorCode;
import dev.ninefold.examples.ocpp.Frame;
import dev.ninefold.examples.ocpp.Frames;
import dev.ninefold.examples.ocpp.Messages;
import dev.ninefold.examples.ocpp.Reading;
import dev.ninefold.examples.ocpp.StationRequest;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.test.Explore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The processes of a station under many orders of events. */
class ChargingSimulationTest {

  private static final StationId ID = new StationId("CP-1");
  private static final int REQUESTS = 12;

  /** Tells a process what is sent. */
  private record Line(Pid station) implements Connection.Line {
    @Override
    public boolean send(String text) {
      Process.send(station, text);
      return true;
    }

    @Override
    public void pong(ByteBuffer data) {}

    @Override
    public void close(int code, String reason) {}

    @Override
    public void done() {}
  }

  private static void connect() {
    Process.trapExit(true);
    var statistics = new Statistics();
    StationSupervisor.startLink(ID, new Stations(() -> new TestHandler(() -> {}), statistics)).orElseThrow();
    var connection = Connection.startLink(ID, new Line(Process.self()), statistics).orElseThrow();
    StationManager.attach(ID, connection);
  }

  /** Asks without waiting, every third time for what crashes the business logic, and returns the answers. */
  private static List<Frame> session() {
    ask(Station.describe(ID).connection().orElseThrow());
    var answers = new ArrayList<Frame>();
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(((Reading.Read) Frames.read(Process.receive(String.class))).frame());
    }
    return answers;
  }

  private static void ask(ServerRef<?, Connection.Cast> connection) {
    for (int i = 0; i < REQUESTS; i++) {
      var request = new StationRequest.Authorize(i % 3 == 0 ? "crash" : "card");
      GenServer.cast(connection, new Connection.Received(Frames.write(Messages.call("" + i, request))));
    }
  }

  @Test
  void eachRequestIsAnsweredOnceAndOnlyThoseThatCrashGetAnError() {
    Explore.seeds(300).check(ChargingSimulationTest::connect, () -> {
      var answers = session();
      assertThat(answers).extracting(Frame::id)
          .containsExactlyElementsOf(IntStream.range(0, REQUESTS).mapToObj(Integer::toString).toList());
      for (int i = 0; i < REQUESTS; i++) {
        assertThat(isInternalError(answers.get(i))).as("request " + i).isEqualTo(i % 3 == 0);
      }
    });
  }

  @Test
  void eachRequestIsAnsweredOnceAlthoughProcessesStallCrashAndDie() {
    Explore.seeds(300)
        .withDelays(Duration.ofSeconds(10))
        .withKills(2, "station:CP-1:events", "station:CP-1:manager")
        .withCrashes(2, "station:CP-1:events", "station:CP-1:manager")
        .check(ChargingSimulationTest::connect, () -> {
          var answers = session();
          assertThat(answers).extracting(Frame::id)
              .containsExactlyElementsOf(IntStream.range(0, REQUESTS).mapToObj(Integer::toString).toList());
        });
  }

  private static boolean isInternalError(Frame answer) {
    return answer instanceof Frame.CallError error && error.code() == ErrorCode.INTERNAL_ERROR;
  }
}

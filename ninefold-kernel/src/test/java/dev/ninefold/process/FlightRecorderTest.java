package dev.ninefold.process;

import static dev.ninefold.process.Messages.BANG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Recordings;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** The events of the kernel in recordings of JDK Flight Recorder. */
@WithNode
class FlightRecorderTest {

  private static List<RecordedEvent> of(List<RecordedEvent> events, String name, Pid pid) {
    return events.stream()
        .filter(e -> e.getEventType().getName().equals(name) && pid.toString().equals(e.getString("pid"))
            && pid.node().name().equals(e.getString("node")))
        .toList();
  }

  @Test
  void spawnAndExit(TestNode node) throws Exception {
    Pid[] pids = new Pid[3];
    List<RecordedEvent> events = Recordings.record(List.of("dev.ninefold.Spawn", "dev.ninefold.Exit"), () -> node.run(() -> {
      pids[0] = Process.self();
      Process.trapExit(true);
      pids[1] = Process.spawnLink(Messages::idle);
      Process.register("recorded", pids[1]);
      Process.exit(pids[1], BANG);
      Messages.exitOf(pids[1]);
      SpawnOptions options = SpawnOptions.LINKED.withInitialCall(new InitialCall("stack", "init", 1));
      pids[2] = EventProcess.spawn(options.withLinked(false), new EventBody() {
        @Override
        public void start() {
          throw Process.exit(ExitReason.NORMAL);
        }

        @Override
        public void handle(Object message) {}
      });
      node.awaitDeath(pids[2]);
    }));
    assertThat(of(events, "dev.ninefold.Spawn", pids[1])).singleElement().satisfies(spawn -> {
      assertThat(spawn.getString("parent")).isEqualTo(pids[0].toString());
      assertThat(spawn.getBoolean("linked")).isTrue();
      assertThat(spawn.getBoolean("eventDriven")).isFalse();
      assertThat(spawn.getString("initialCall")).isNull();
    });
    assertThat(of(events, "dev.ninefold.Spawn", pids[2])).singleElement().satisfies(spawn -> {
      assertThat(spawn.getBoolean("linked")).isFalse();
      assertThat(spawn.getBoolean("eventDriven")).isTrue();
      assertThat(spawn.getString("initialCall")).isEqualTo(new InitialCall("stack", "init", 1).toString());
    });
    assertThat(of(events, "dev.ninefold.Exit", pids[1])).singleElement().satisfies(exit -> {
      assertThat(exit.getString("registeredName")).isEqualTo("recorded");
      assertThat(exit.getString("reason")).isEqualTo(BANG.toString());
    });
    assertThat(of(events, "dev.ninefold.Exit", pids[2])).singleElement().satisfies(exit -> {
      assertThat(exit.getString("registeredName")).isNull();
      assertThat(exit.getString("reason")).isEqualTo("normal");
      assertThat(exit.getBoolean("zombie")).isFalse();
    });
  }

  // The hot ones are off in a recording that does not ask for them; overload is on.
  @Test
  void overloadIsOnAndTheHotOnesAreOff(TestNode node) throws Exception {
    Pid[] pids = new Pid[1];
    List<RecordedEvent> events = Recordings.record(List.of(), () -> node.run(() -> {
      pids[0] = Process.spawnLink(Messages::idle);
      pids[0] = Process.spawn(SpawnOptions.LINKED.withMailbox(new MailboxLimit(2, WhenFull.DROP_NEWEST)), Messages::idle);
      for (int i = 0; i < 5; i++) {
        Process.send(pids[0], i);
      }
    }));
    node.expectReport(MailboxFullReport.class);
    assertThat(of(events, "dev.ninefold.Overload", pids[0])).singleElement().satisfies(overload -> {
      assertThat(overload.getString("kind")).isEqualTo("DROP_NEWEST");
      assertThat(overload.getInt("limit")).isEqualTo(2);
      assertThat(overload.getLong("dropped")).isEqualTo(1);
      assertThat(overload.getLong("refused")).isZero();
    });
    assertThat(events).noneMatch(e -> List.of("dev.ninefold.Spawn", "dev.ninefold.Exit").contains(e.getEventType().getName()));
  }
}

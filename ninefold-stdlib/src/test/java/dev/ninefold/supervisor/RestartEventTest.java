package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Recordings;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** The event of supervisors in recordings of JDK Flight Recorder. */
@WithNode
class RestartEventTest {

  // One for each child of a round, with what it was; none for a start or a restart that somebody asked for.
  @Test
  void eachRestartedChild(TestNode node) throws Exception {
    Trees.ignoreReports(node);
    Pid[] successors = new Pid[2];
    List<RecordedEvent> events = Recordings.record(List.of(), () -> Trees.run(node, () -> {
      SupervisorRef sup = Supervisor.startLink(List.of(Trees.kid("first"), Trees.kid("second")), Strategy.ONE_FOR_ALL,
          StartOptions.named("recorded_sup")).orElseThrow();
      Pid first = Trees.pid(sup, "first");
      Process.link(first);
      Process.exit(first, ExitReason.KILL);
      Trees.exited(first);
      node.await("it was restarted", () -> Supervisor.whichChildren(sup).stream().allMatch(child -> child.restarts() == 1));
      successors[0] = Trees.pid(sup, "first");
      successors[1] = Trees.pid(sup, "second");
      Supervisor.terminateChild(sup, "second");
      Supervisor.restartChild(sup, "second").orElseThrow();
      Trees.stop(sup);
    }));
    List<RecordedEvent> restarts = events.stream()
        .filter(
            e -> e.getEventType().getName().equals("dev.ninefold.Restart") && e.getString("supervisor").equals("recorded_sup"))
        .toList();
    assertThat(restarts).extracting(e -> e.getString("child")).containsExactly("first", "second");
    assertThat(restarts).extracting(e -> e.getString("pid")).containsExactly(successors[0].toString(), successors[1].toString());
    assertThat(restarts).allSatisfy(e -> {
      assertThat(e.getString("node")).isEqualTo("test");
      assertThat(e.getInt("restarts")).isEqualTo(1);
    });
    assertThat(restarts.getFirst().getString("lastExit")).isEqualTo("killed");
    assertThat(restarts.getLast().getString("lastExit")).isEqualTo("shutdown");
  }
}

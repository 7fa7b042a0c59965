package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Pid;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DS-14. Times are in nanoseconds. */
@WithNode
class StopRoundTest {

  private static final ExitReason OWN = new ExitReason.Other("own");

  TestNode node;

  private Pid soon;
  private Pid late;
  private Pid brutal;
  private Pid patient;
  private StopRound round;

  @BeforeEach
  void fourChildren() {
    soon = node.spawn(() -> {});
    late = node.spawn(() -> {});
    brutal = node.spawn(() -> {});
    patient = node.spawn(() -> {});
    Map<Pid, Shutdown> children = new LinkedHashMap<>();
    children.put(late, Shutdown.after(Duration.ofNanos(50)));
    children.put(soon, Shutdown.after(Duration.ofNanos(20)));
    children.put(brutal, Shutdown.BRUTAL_KILL);
    children.put(patient, Shutdown.INFINITY);
    round = new StopRound(children, 100);
  }

  @Test
  void eachIsOverdueOnceWhenItsOwnTimeIsOver() {
    assertThat(round.untilNext(100)).isEqualTo(Duration.ofNanos(20));
    assertThat(round.overdue(119)).isEmpty();
    assertThat(round.overdue(120)).containsExactly(soon);
    assertThat(round.overdue(120)).isEmpty();
    assertThat(round.untilNext(130)).isEqualTo(Duration.ofNanos(20));
    assertThat(round.untilNext(200)).isEqualTo(Duration.ZERO);
    assertThat(round.overdue(200)).containsExactly(late);
    assertThat(round.untilNext(200)).isEqualTo(Timeout.INFINITY);
  }

  @Test
  void whoHasEndedIsNotOverdue() {
    round.down(soon, ExitReason.SHUTDOWN);
    assertThat(round.isRunning(soon)).isFalse();
    assertThat(round.overdue(1000)).containsExactly(late);
  }

  @Test
  void reasonsComeInTheOrderOfTheChildren() {
    round.down(patient, OWN);
    round.down(brutal, ExitReason.KILLED);
    round.down(late, ExitReason.SHUTDOWN);
    assertThat(round.isRunning(soon)).isTrue();
    assertThat(round.reasons()).containsExactly(Map.entry(late, ExitReason.SHUTDOWN), Map.entry(brutal, ExitReason.KILLED),
        Map.entry(patient, OWN));
  }

  /** SUP-50 */
  @Test
  void whoWasDeadBeforeHasTheReasonOfItsExit() {
    round.exit(soon, OWN);
    assertThat(round.isRunning(soon)).isTrue();
    round.down(soon, ExitReason.NOPROC);
    round.down(late, ExitReason.NOPROC);
    round.exit(late, OWN);
    round.down(brutal, ExitReason.NOPROC);
    // An exit that was sent by a child that went on living is not its end.
    round.exit(patient, OWN);
    round.down(patient, ExitReason.SHUTDOWN);
    assertThat(round.reasons()).containsExactly(Map.entry(late, OWN), Map.entry(soon, OWN), Map.entry(brutal, ExitReason.NOPROC),
        Map.entry(patient, ExitReason.SHUTDOWN));
  }

  @Test
  void strangersAreNone() {
    Pid stranger = node.spawn(() -> {});
    assertThat(round.has(stranger)).isFalse();
    assertThat(round.isRunning(stranger)).isFalse();
    assertThat(round.has(patient)).isTrue();
  }
}

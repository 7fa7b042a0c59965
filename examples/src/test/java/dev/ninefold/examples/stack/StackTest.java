package dev.ninefold.examples.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.terminal.Console.End;
import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Process;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@WithNode
class StackTest {
  TestNode node;

  /** Starts a tree, gives commands, and stops the tree if it is still there. */
  private End play(Supplier<StartResult<SupervisorRef>> tree, TestTerminal terminal) throws Exception {
    return node.run(() -> {
      Process.trapExit(true);
      SupervisorRef supervisor = tree.get().orElseThrow();
      End end = StackConsole.of(terminal.terminal(), supervisor.pid()).run();
      if (end != End.NOTHING_LEFT) {
        Supervisor.stop(supervisor);
      }
      return end;
    });
  }

  private void expectCrashes(int count) {
    node.expectReports(count, TerminateReport.class);
    node.expectReports(count, CrashReport.class);
    node.expectReports(count, SupervisorReport.class);
  }

  @Test
  void whatIsPushedLastIsPoppedFirst() throws Exception {
    var terminal = TestTerminal.with("push apple", "push a ripe pear", "push plum", "pop", "pop 2");

    assertThat(play(StackSupervisor::startLink, terminal)).isEqualTo(End.INPUT);

    assertThat(terminal.out()).isEqualTo("ok\nok\nok\nplum\na ripe pear apple\n");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void poppingTheEmptyStackCrashesTheServerWhichGoesOn() throws Exception {
    var terminal = TestTerminal.with("push apple", "pop", "pop", "push pear", "pop");

    assertThat(play(StackSupervisor::startLink, terminal)).isEqualTo(End.INPUT);

    assertThat(terminal.out()).isEqualTo("""
        ok
        apple
        the server has crashed: java.util.NoSuchElementException: the stack has fewer elements than were asked for: 0 instead of 1
        ok
        pear
        """);
    expectCrashes(1);
  }

  @Test
  void theContentsSurvive() throws Exception {
    var terminal = TestTerminal.with("push apple", "push pear", "pop 3", "pop", "pop");

    assertThat(play(StackSupervisor::startLink, terminal)).isEqualTo(End.INPUT);

    assertThat(terminal.out()).isEqualTo("""
        ok
        ok
        the server has crashed: java.util.NoSuchElementException: the stack has fewer elements than were asked for: 2 instead of 3
        pear
        apple
        """);
    expectCrashes(1);
  }

  @Test
  void withoutStashTheyAreLost() throws Exception {
    var terminal = TestTerminal.with("push apple", "push pear", "pop 3", "state", "push plum", "pop");

    assertThat(play(WithoutStash::startLink, terminal)).isEqualTo(End.INPUT);

    assertThat(terminal.out()).isEqualTo("""
        ok
        ok
        the server has crashed: java.util.NoSuchElementException: the stack has fewer elements than were asked for: 2 instead of 3
        My current state is '[]', and I'm happy
        ok
        plum
        """);
    expectCrashes(1);
  }

  @Test
  void theReportShowsTheContents() throws Exception {
    play(StackSupervisor::startLink, TestTerminal.with("push apple", "pop 2"));

    var report = node.expectReport(TerminateReport.class);
    assertThat(report.state().toString()).matches("My current state is '\\{\\[apple], <0\\.\\d+\\.0>}', and I'm happy");
    assertThat(report.lastMessage()).hasToString("Pop[count=2]");
    node.expectReport(CrashReport.class);
    node.expectReport(SupervisorReport.class);
  }

  /** The clock stands still: however long it takes, all crashes fall into the five seconds. */
  @Test
  @WithNode(manualTime = true)
  void theFirstExerciseGivesUpAfterThreeRestarts() throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.ignoreReports(SupervisorReport.class);
    var terminal = TestTerminal.with("pop", "pop", "pop", "pop", "push apple");

    assertThat(play(WithoutStash::startLink, terminal)).isEqualTo(End.NOTHING_LEFT);

    assertThat(terminal.out()).isEqualTo(
        "the server has crashed: java.util.NoSuchElementException: the stack has fewer elements than were asked for: 0 instead of 1\n"
            .repeat(4));
  }

  @Test
  void whatCannotBeCountedIsRefusedByTheConsole() throws Exception {
    var terminal = TestTerminal.with("pop 0", "pop many", "push", "pop -1");

    play(StackSupervisor::startLink, terminal);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).isEqualTo("""
        pop takes how many elements are wanted, 1 or more, got: 0
        pop takes how many elements are wanted, 1 or more, got: many
        'push': something is missing; the command is: push X
        pop takes how many elements are wanted, 1 or more, got: -1
        """);
  }
}

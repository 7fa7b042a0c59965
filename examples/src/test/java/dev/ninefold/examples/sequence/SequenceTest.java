package dev.ninefold.examples.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.terminal.Console.End;
import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.math.BigInteger;
import java.util.Collections;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@WithNode
class SequenceTest {
  TestNode node;

  private static final BigInteger INITIAL = BigInteger.valueOf(123);

  /** Starts a tree, gives commands, and stops the tree if it is still there. */
  private End play(Function<BigInteger, StartResult<SupervisorRef>> tree, TestTerminal terminal) throws Exception {
    return node.run(() -> {
      Process.trapExit(true);
      SupervisorRef supervisor = tree.apply(INITIAL).orElseThrow();
      Pid top = supervisor.pid();
      End end = SequenceConsole.of(terminal.terminal(), top).run();
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

  private static String[] crashes(int count) {
    return Stream.concat(Collections.nCopies(count, "increment cat").stream(), Stream.of("next")).toArray(String[]::new);
  }

  @Test
  void theStashKeepsTheNumber() throws Exception {
    var terminal = TestTerminal.with("next", "next", "increment 100", "next", "increment cat", "next", "next");

    assertThat(play(SequenceSupervisor::startLink, terminal)).isEqualTo(End.INPUT);

    assertThat(terminal.out()).isEqualTo("123\n124\nok\n225\nok\n226\n227\n");
    assertThat(terminal.err()).isEmpty();
    expectCrashes(1);
  }

  @Test
  void withoutItTheNumberIsLost() throws Exception {
    var terminal = TestTerminal.with("next", "next", "increment 100", "next", "increment cat", "next", "next");

    assertThat(play(WithoutStash::startLink, terminal)).isEqualTo(End.INPUT);

    assertThat(terminal.out()).isEqualTo("123\n124\nok\n225\nok\n123\n124\n");
    expectCrashes(1);
  }

  @Test
  void theReportsTellTheWholeStory() throws Exception {
    play(SequenceSupervisor::startLink, TestTerminal.with("next", "increment cat"));

    var server = node.expectReport(TerminateReport.class);
    assertThat(server.name()).hasToString("Sequence.Server");
    assertThat(server.lastMessage()).hasToString("{'$gen_cast', IncrementNumber[delta=cat]}");
    assertThat(server.state().toString()).matches("My current state is '\\{124, <0\\.\\d+\\.0>}', and I'm happy");
    assertThat(server.reason()).isInstanceOfSatisfying(ExitReason.Crashed.class,
        crash -> assertThat(crash.cause()).isInstanceOf(NumberFormatException.class));

    var crash = node.expectReport(CrashReport.class);
    assertThat(crash.registeredName()).contains("Sequence.Server");
    assertThat(crash.ancestors()).hasSizeGreaterThan(1).contains("Sequence.Supervisor");

    var supervisor = node.expectReport(SupervisorReport.class);
    assertThat(supervisor.errorContext()).isEqualTo("child_terminated");
    assertThat(supervisor.offender()).containsEntry("id", "Sequence.Server");
    assertThat(supervisor.offender().get("pid")).hasToString(crash.pid().toString());

    assertThat(node.reports()).extracting(ReportEvent::report)
        .filteredOn(report -> !report.label().contains("progress"))
        .<Class<?>>extracting(Report::getClass)
        .containsExactly(TerminateReport.class, CrashReport.class, SupervisorReport.class);
  }

  @Test
  void stateIsShownAsTheServerWantsIt() throws Exception {
    var terminal = TestTerminal.with("increment -23", "state");
    play(SequenceSupervisor::startLink, terminal);
    assertThat(terminal.out()).matches("ok\nMy current state is '\\{100, <0\\.\\d+\\.0>}', and I'm happy\n");

    var without = TestTerminal.with("next", "state");
    play(WithoutStash::startLink, without);
    assertThat(without.out()).isEqualTo("123\nMy current state is '124', and I'm happy\n");
  }

  @Test
  void theTreeShowsPidsTypesAndRestarts() throws Exception {
    var terminal = TestTerminal.with("tree", "increment cat", "tree");
    play(SequenceSupervisor::startLink, terminal);

    var before = """
        Sequence.Supervisor <0.A.0> supervisor, restarts 0
          Sequence.Stash <0.B.0> worker, restarts 0
          Sequence.SubSupervisor <0.C.0> supervisor, restarts 0
            Sequence.Server <0.D.0> worker, restarts 0
        """;
    var after = before.replace("<0.D.0> worker, restarts 0",
        "<0.E.0> worker, restarts 1, last exit java.lang.NumberFormatException: For input string: \"cat\"");
    assertThat(lettered(terminal.out())).isEqualTo(before + "ok\n" + after);
    expectCrashes(1);
  }

  /** Numbers of pids become letters, in their order. */
  private static String lettered(String text) {
    var pids = Pattern.compile("<0\\.\\d+\\.0>").matcher(text).results().map(MatchResult::group).distinct().toList();
    for (var i = 0; i < pids.size(); i++) {
      text = text.replace(pids.get(i), "<0." + (char) ('A' + i) + ".0>");
    }
    return text;
  }

  /** The clock stands still: however long it takes, all crashes fall into the five seconds. */
  @Test
  @WithNode(manualTime = true)
  void theFirstVersionGivesUpAfterThreeRestarts() throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.ignoreReports(SupervisorReport.class);
    var terminal = TestTerminal.with(crashes(4));

    assertThat(play(WithoutStash::startLink, terminal)).isEqualTo(End.NOTHING_LEFT);

    assertThat(terminal.out()).isEqualTo("ok\nok\nok\nok\n");
    assertThat(node.reports(SupervisorReport.class)).last()
        .satisfies(report -> assertThat(report.reason()).hasToString("reached_max_restart_intensity"));
  }

  /** Four crashes end the supervisor of the server, which is restarted by its own; after three of these that one gives up, too. */
  @Test
  @WithNode(manualTime = true)
  void theTreeGivesUpWhenItsTopHasHadEnough() throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.ignoreReports(SupervisorReport.class);

    var enough = TestTerminal.with(crashes(15));
    assertThat(play(SequenceSupervisor::startLink, enough)).isEqualTo(End.INPUT);
    assertThat(enough.out()).isEqualTo("ok\n".repeat(15) + "123\n");

    var tooMuch = TestTerminal.with(crashes(16));
    assertThat(play(SequenceSupervisor::startLink, tooMuch)).isEqualTo(End.NOTHING_LEFT);
    assertThat(tooMuch.out()).isEqualTo("ok\n".repeat(16));
  }

  @Test
  void anyNumberIsANumber() throws Exception {
    var terminal = TestTerminal.with("increment 99999999999999999999", "next", "increment  -1 ", "next");
    play(SequenceSupervisor::startLink, terminal);
    assertThat(terminal.out()).isEqualTo("ok\n100000000000000000122\nok\n100000000000000000122\n");
  }

  @Test
  void aKilledServerIsReplacedTooAndTheNumberIsThatOfTheLastSave() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      SupervisorRef supervisor = SequenceSupervisor.startLink(INITIAL).orElseThrow();
      assertThat(SequenceServer.nextNumber()).isEqualTo(INITIAL);
      Pid old = SequenceServer.SERVER.pid();
      Process.exit(old, ExitReason.KILL);
      node.await("a successor", () -> SequenceServer.SERVER.whereis().filter(pid -> pid != old).isPresent());
      assertThat(SequenceServer.nextNumber()).isEqualTo(INITIAL);
      Supervisor.stop(supervisor);
    });
  }
}

package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.startChild;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How OTP's simple_one_for_one supervisors end, as dynamic ones. */
@WithNode(manualTime = true)
class SimpleOneForOneStopTest {

  private static final String SUITE = "supervisor_SUITE";

  TestNode node;
  ManualTime time;

  /** sup: two children, one of them deaf */
  @Test
  @OtpCase(suite = SUITE, name = "sup_stop_timeout_dynamic")
  void timeout() throws Exception {
    run(node, () -> {
      SupervisorRef sup = DynamicTrees.start();
      Pid first = startChild(sup, kid("child").withRestart(Restart.TEMPORARY));
      Process.link(first);
      Pid second = startChild(sup, kid("child").withRestart(Restart.TEMPORARY).withStart(Plain::deaf));
      Process.link(second);
      Process.exit(sup.pid(), ExitReason.SHUTDOWN);
      // check_exit_reason(CPid1, shutdown), before the time of the other is over
      exited(first, ExitReason.SHUTDOWN);
      node.await("the timer of the shutdown runs", () -> time.pending() == 1);
      time.advance(Duration.ofSeconds(1));
      exited(second, ExitReason.KILLED);
      exited(sup.pid(), ExitReason.SHUTDOWN);
    });
    assertThat(node.expectReport(SupervisorReport.class).reason()).isEqualTo(ExitReason.KILLED);
  }

  /** sup: ten children */
  @Test
  @OtpCase(suite = SUITE, name = "sup_stop_brutal_kill_dynamic")
  void brutalKill() throws Exception {
    run(node, () -> {
      SupervisorRef sup = DynamicTrees.start();
      ChildSpec child = ChildSpec.worker("child", () -> Plain.endsWith(ExitReason.NORMAL))
          .withRestart(Restart.TEMPORARY)
          .withShutdown(Shutdown.BRUTAL_KILL);
      List<Pid> children = Stream.generate(() -> startChild(sup, child)).limit(10).toList();
      children.forEach(Process::link);
      Trees.stop(sup);
      children.forEach(pid -> exited(pid, ExitReason.KILLED));
    });
  }

  /** sup: children that end with reasons of their own, for each restart type */
  @Test
  @OtpCase(suite = SUITE, name = "sup_stop_non_shutdown_exit_dynamic")
  void nonShutdownExit() throws Exception {
    run(node, () -> {
      for (Restart restart : List.of(Restart.TEMPORARY, Restart.TRANSIENT, Restart.PERMANENT)) {
        SupervisorRef sup = DynamicTrees.start();
        Map<Pid, ExitReason> reasons = new LinkedHashMap<>();
        for (ExitReason reason : List.of(ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("test"),
            new ExitReason.Other("other"))) {
          Pid pid = startChild(sup, ChildSpec.worker("child", () -> Plain.endsWith(reason)).withRestart(restart));
          Process.link(pid);
          reasons.put(pid, reason);
        }
        Trees.stop(sup);
        reasons.forEach((pid, reason) -> exited(pid, reason));
      }
    });
    // Besides: what is reported. DS-15
    assertThat(node.expectReports(4, SupervisorReport.class)).extracting(SupervisorReport::reason)
        .containsExactly(new ExitReason.Other("other"), new ExitReason.Other("other"), ExitReason.NORMAL,
            new ExitReason.Other("other"));
  }

  /** sup_test: two children that need a second to stop, and one that needs five, where two are allowed */
  @Test
  @OtpCase(suite = SUITE, name = "simple_one_for_one_shutdown")
  void shutdown() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    run(node, () -> {
      SupervisorRef sup = DynamicTrees.start();
      // Will be gracefully shutdown
      final Ref first = Process.monitor(startChild(sup, slow(1)));
      final Ref second = Process.monitor(startChild(sup, slow(1)));
      // Will be killed
      Pid third = startChild(sup, slow(5));
      final Ref thirdEnds = Process.monitor(third);
      Process.exit(sup.pid(), ExitReason.SHUTDOWN);
      node.await("three children and the supervisor wait", () -> time.pending() == 4);
      time.advance(Duration.ofSeconds(1));
      assertThat(Trees.down(first)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(Trees.down(second)).isEqualTo(ExitReason.SHUTDOWN);
      // T >= 1000 * ShutdownTime
      node.await("one child and the supervisor wait", () -> time.pending() == 2);
      assertThat(Process.isAlive(sup.pid())).isTrue();
      assertThat(Process.isAlive(third)).isTrue();
      // T < 1000 * 5 * ShutdownTime
      time.advance(Duration.ofSeconds(1));
      assertThat(Trees.down(thirdEnds)).isEqualTo(ExitReason.KILLED);
      exited(sup.pid(), ExitReason.SHUTDOWN);
    });
  }

  private static ChildSpec slow(int seconds) {
    return ChildSpec.worker("child", () -> Plain.stopsWith(() -> Process.sleep(Duration.ofSeconds(seconds))))
        .withShutdown(Duration.ofSeconds(2));
  }
}

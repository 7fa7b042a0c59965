package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.DynamicTrees.endsWhenStopped;
import static dev.ninefold.supervisor.DynamicTrees.kill;
import static dev.ninefold.supervisor.DynamicTrees.sleepyWorker;
import static dev.ninefold.supervisor.DynamicTrees.start;
import static dev.ninefold.supervisor.DynamicTrees.startChild;
import static dev.ninefold.supervisor.DynamicTrees.worker;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CallException.CallCycleException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** How dynamic supervisors end, and how they stop children: DS-9, DS-14, DS-15. */
@WithNode(manualTime = true)
class DynamicSupervisorStopTest {

  private static final String SUITE = "Elixir dynamic_supervisor_test";

  private static final ExitReason OOPS = ExitReason.shutdown("oops");

  TestNode node;
  ManualTime time;

  static StartResult<?> withInfo() {
    Pid pid = Process.spawnLink(() -> Process.receive(Object.class, _ -> false));
    return new StartResult.Ok<>(pid, pid, Optional.of("extra"));
  }

  private static List<Pid> three(SupervisorRef sup, ChildSpec spec) {
    return List.of(startChild(sup, spec), startChild(sup, spec), startChild(sup, spec));
  }

  private void allEndWith(ExitReason reason, ChildSpec spec) throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      assertThat(endsWhenStopped(sup, three(sup, spec)).values()).hasSize(3).containsOnly(reason);
    });
  }

  /** sup: three children */
  @Test
  @OtpCase(suite = SUITE, name = "terminate/2 > terminates children with brutal kill")
  void brutalKill() throws Exception {
    allEndWith(ExitReason.KILLED, sleepyWorker().withShutdown(Shutdown.BRUTAL_KILL));
  }

  /** sup: three children */
  @Test
  @OtpCase(suite = SUITE, name = "terminate/2 > terminates children with infinity shutdown")
  void infinity() throws Exception {
    allEndWith(ExitReason.SHUTDOWN, sleepyWorker().withShutdown(Shutdown.INFINITY));
  }

  /** sup: three children that end with {shutdown, oops} */
  @Test
  @OtpCase(suite = SUITE, name = "terminate/2 > terminates children with infinity shutdown and abnormal reason")
  void infinityAndAbnormalReason() throws Exception {
    allEndWith(OOPS, worker(() -> Plain.endsWith(OOPS)).withShutdown(Shutdown.INFINITY));
    assertThat(node.reports(SupervisorReport.class)).isEmpty();
  }

  /** sup: three children */
  @Test
  @OtpCase(suite = SUITE, name = "terminate/2 > terminates children with integer shutdown")
  void integerShutdown() throws Exception {
    allEndWith(ExitReason.SHUTDOWN, sleepyWorker().withShutdown(Shutdown.afterMillis(1000)));
  }

  /** sup: three children that end with {shutdown, oops} */
  @Test
  @OtpCase(suite = SUITE, name = "terminate/2 > terminates children with integer shutdown and abnormal reason")
  void integerShutdownAndAbnormalReason() throws Exception {
    allEndWith(OOPS, worker(() -> Plain.endsWith(OOPS)).withShutdown(Shutdown.afterMillis(1000)));
  }

  /** sup: a child, a deaf one, another child */
  @Test
  @OtpCase(suite = SUITE, name = "terminate/2 > terminates children with expired integer shutdown")
  void expiredIntegerShutdown() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      ChildSpec child = sleepyWorker().withShutdown(Shutdown.afterMillis(1));
      final Pid first = startChild(sup, child);
      final Pid second = startChild(sup, child.withStart(Plain::deaf));
      final Pid third = startChild(sup, child);
      Map<Pid, Ref> refs = Map.of(first, Process.monitor(first), second, Process.monitor(second), third, Process.monitor(third));
      Process.exit(sup.pid(), ExitReason.SHUTDOWN);
      assertThat(Trees.down(refs.get(first))).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(Trees.down(refs.get(third))).isEqualTo(ExitReason.SHUTDOWN);
      node.await("the timer of the shutdown runs", () -> time.pending() == 1);
      assertThat(Process.isAlive(second)).isTrue();
      time.advance(Duration.ofMillis(1));
      assertThat(Trees.down(refs.get(second))).isEqualTo(ExitReason.KILLED);
      Trees.exited(sup.pid(), ExitReason.SHUTDOWN);
      // Reported, with the child that did not stop. DS-20
      SupervisorReport report = node.expectReport(SupervisorReport.class);
      assertThat(report.errorContext()).isEqualTo("shutdown_error");
      assertThat(report.reason()).isEqualTo(ExitReason.KILLED);
      assertThat(report.offender()).containsEntry("pid", second).containsEntry("id", ChildInfo.NoId.UNDEFINED);
    });
  }

  /** sup: three permanent children that end normally */
  @Test
  @OtpCase(suite = SUITE, name = "terminate/2 > terminates children with permanent restart and normal reason")
  void permanentAndNormalReason() throws Exception {
    allEndWith(ExitReason.NORMAL, worker(() -> Plain.endsWith(ExitReason.NORMAL)).withShutdown(Shutdown.INFINITY));
    assertThat(node.expectReports(3, SupervisorReport.class)).allSatisfy(report -> {
      assertThat(report.errorContext()).isEqualTo("shutdown_error");
      assertThat(report.reason()).isEqualTo(ExitReason.NORMAL);
    });
  }

  /** sup: one child that is waited for, one that is killed */
  @Test
  @OtpCase(suite = SUITE, name = "terminate/2 > terminates with mixed children")
  void mixedChildren() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      Pid first = startChild(sup, sleepyWorker().withShutdown(Shutdown.INFINITY));
      Pid second = startChild(sup, sleepyWorker().withShutdown(Shutdown.BRUTAL_KILL));
      assertThat(endsWhenStopped(sup, List.of(first, second)))
          .isEqualTo(Map.of(first, ExitReason.SHUTDOWN, second, ExitReason.KILLED));
    });
  }

  private void terminated(ChildSpec spec, ExitReason reason) throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      Pid child = startChild(sup, spec);
      Ref ref = Process.monitor(child);
      DynamicSupervisor.terminateChild(sup, child).orElseThrow();
      assertThat(Trees.down(ref)).isEqualTo(reason);
      assertThat(DynamicSupervisor.terminateChild(sup, child)).isEqualTo(new ChildResult.Failed(Refusal.NOT_FOUND));
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
    });
  }

  /** sup: a child */
  @Test
  @OtpCase(suite = SUITE, name = "terminate_child/2 > terminates child with brutal kill")
  void terminatesChildWithBrutalKill() throws Exception {
    terminated(sleepyWorker().withShutdown(Shutdown.BRUTAL_KILL), ExitReason.KILLED);
  }

  /** sup: a child */
  @Test
  @OtpCase(suite = SUITE, name = "terminate_child/2 > terminates child with integer shutdown")
  void terminatesChildWithIntegerShutdown() throws Exception {
    terminated(sleepyWorker().withShutdown(Shutdown.afterMillis(1000)), ExitReason.SHUTDOWN);
  }

  /** sup: a child that cannot be restarted */
  @Test
  @OtpCase(suite = SUITE, name = "terminate_child/2 > terminates restarting child")
  void terminatesRestartingChild() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorRef sup = start(DynamicSupervisorFlags.DEFAULT.withIntensity(100_000));
      Pid child = startChild(sup, DynamicTrees.once(() -> StartResult.failed(OOPS)));
      kill(child, ExitReason.SHUTDOWN);
      DynamicSupervisor.terminateChild(sup, child).orElseThrow();
      assertThat(DynamicSupervisor.terminateChild(sup, child)).isEqualTo(new ChildResult.Failed(Refusal.NOT_FOUND));
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
    });
  }

  // ---- besides

  /** sup: ten thousand children that never stop, which take the time of one. DS-14 */
  @Test
  void tenThousandChildrenStopWithinOneTimeout() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    int count = 10_000;
    run(node, () -> {
      SupervisorRef sup = start();
      ChildSpec deaf = worker(Plain::deaf).withShutdown(Duration.ofSeconds(5));
      List<Pid> children = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        children.add(startChild(sup, deaf));
      }
      assertThat(counts(sup)).isEqualTo(counts(count, count, 0, count));
      Ref ref = Process.monitor(sup.pid());
      Process.exit(sup.pid(), ExitReason.SHUTDOWN);
      node.await("the one timer of the shutdown runs", () -> time.pending() == 1);
      time.advance(Duration.ofMillis(4999));
      assertThat(children).allMatch(Process::isAlive);
      time.advance(Duration.ofMillis(1));
      assertThat(Trees.down(ref)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(children).noneMatch(Process::isAlive);
    });
  }

  /** sup: deaf children with times of their own. DS-14 */
  @Test
  void eachHasItsOwnTime() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    run(node, () -> {
      SupervisorRef sup = start();
      ChildSpec deaf = worker(Plain::deaf);
      Pid slow = startChild(sup, deaf.withShutdown(Duration.ofSeconds(3)));
      Pid quick = startChild(sup, deaf.withShutdown(Duration.ofSeconds(1)));
      Pid never = startChild(sup, deaf.withShutdown(Duration.ZERO));
      final Ref slowEnds = Process.monitor(slow);
      final Ref quickEnds = Process.monitor(quick);
      final Ref neverEnds = Process.monitor(never);
      Process.exit(sup.pid(), ExitReason.SHUTDOWN);
      assertThat(Trees.down(neverEnds)).isEqualTo(ExitReason.KILLED);
      node.await("the timer runs", () -> time.pending() == 1);
      time.advance(Duration.ofSeconds(1));
      assertThat(Trees.down(quickEnds)).isEqualTo(ExitReason.KILLED);
      node.await("the next timer runs", () -> time.pending() == 1);
      assertThat(Process.isAlive(slow)).isTrue();
      // What it waits for can be seen meanwhile.
      assertThat(Supervisor.busyWith(sup).flatMap(Busy::pid)).contains(slow);
      time.advance(Duration.ofSeconds(2));
      assertThat(Trees.down(slowEnds)).isEqualTo(ExitReason.KILLED);
      Trees.exited(sup.pid(), ExitReason.SHUTDOWN);
    });
  }

  /** sup: children that ask it while they stop, with any time to do so. All of their calls fail at once. */
  @Test
  void childrenThatCallTheirSupervisorWhileTheyStop() throws Exception {
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    run(node, () -> {
      SupervisorRef sup = start();
      ChildSpec asking = worker(() -> {
        SupervisorRef own = SupervisorRef.of(Process.self());
        return Plain.stopsWith(() -> {
          try {
            DynamicSupervisor.countChildren(own);
          } catch (CallCycleException e) {
            failures.add(e.getMessage());
          }
        });
      }).withShutdown(Shutdown.INFINITY);
      List<Pid> children = three(sup, asking);
      assertThat(endsWhenStopped(sup, children).values()).containsOnly(ExitReason.SHUTDOWN);
    });
    assertThat(failures).hasSize(3);
  }

  /** sup: children that were dead before, with their ends unread, linked and unlinked. SUP-50 */
  @Test
  void thoseThatAreDeadAlreadyAreReportedWithTheirOwnReasons() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      Pid linked = startChild(sup, sleepyWorker());
      Pid unlinked = startChild(sup, worker(Plain::unlinks));
      Pid quiet = startChild(sup, sleepyWorker());
      dev.ninefold.sys.Sys.suspend(sup.destination());
      kill(linked, new ExitReason.Other("own"));
      kill(unlinked, ExitReason.KILL);
      kill(quiet, ExitReason.SHUTDOWN);
      Trees.stop(sup);
    });
    assertThat(node.expectReports(2, SupervisorReport.class)).extracting(SupervisorReport::reason)
        .containsExactly(new ExitReason.Other("own"), ChildStops.UNLINKED);
  }
}

package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.Kid.Manner;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class SupervisorStopTest {

  private static final String SUITE = "supervisor_SUITE";

  TestNode node;
  ManualTime time;

  /** sup_test: child1 (supervisor, infinity), child2 (worker, infinity) */
  @Test
  @OtpCase(suite = SUITE, name = "sup_stop_infinity")
  void infinity() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid first = Trees.startChild(sup,
          kid("child1").withShutdown(Shutdown.INFINITY).withType(ChildSpec.ChildType.SUPERVISOR));
      Pid second = Trees.startChild(sup, kid("child2").withShutdown(Shutdown.INFINITY));
      Process.link(first);
      Process.link(second);
      stop(sup);
      // check_exit_reason(CPid1, shutdown), check_exit_reason(CPid2, shutdown)
      exited(first, ExitReason.SHUTDOWN);
      exited(second, ExitReason.SHUTDOWN);
    });
  }

  /** sup_test: child1, child2 (deaf). SUP-47, SUP-48 (upstream's sup_stop_timeout) */
  @Test
  void timeout() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child1"), kid("child2").withStart(Plain::deaf));
      Pid first = pid(sup, "child1");
      Pid second = pid(sup, "child2");
      Process.link(first);
      Process.link(second);
      Ref ref = Process.monitor(sup.pid());
      Process.exit(sup.pid(), ExitReason.SHUTDOWN);
      node.await("the timer of the shutdown runs", () -> time.pending() == 1);
      // What it waits for can be seen meanwhile.
      Busy busy = Supervisor.busyWith(sup).orElseThrow();
      assertThat(busy).isEqualTo(new Busy(Busy.Action.STOPPING, "child2", java.util.Optional.of(second), Duration.ZERO));
      time.advance(Duration.ofMillis(999));
      assertThat(Process.isAlive(second)).isTrue();
      time.advance(Duration.ofMillis(1));
      assertThat(Trees.down(ref)).isEqualTo(ExitReason.SHUTDOWN);
      exited(first, ExitReason.SHUTDOWN);
      exited(second, ExitReason.KILLED);
    });
    // The child that did not stop in time is named.
    SupervisorReport report = node.expectReport(SupervisorReport.class);
    assertThat(report.errorContext()).isEqualTo("shutdown_error");
    assertThat(report.reason()).isEqualTo(ExitReason.KILLED);
    assertThat(report.offender()).containsEntry("id", "child2");
  }

  /** sup_test: child1, child2 (brutal_kill) */
  @Test
  @OtpCase(suite = SUITE, name = "sup_stop_brutal_kill")
  void brutalKill() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid first = Trees.startChild(sup, kid("child1"));
      Pid second = Trees.startChild(sup, kid("child2").withShutdown(Shutdown.BRUTAL_KILL));
      Process.link(first);
      Process.link(second);
      stop(sup);
      // check_exit_reason(CPid1, shutdown), check_exit_reason(CPid2, killed)
      exited(first, ExitReason.SHUTDOWN);
      exited(second, ExitReason.KILLED);
    });
  }

  /** sup_test: child_a, a child for each restart type and reason, child_z, which waits before it stops */
  @Test
  @OtpCase(suite = SUITE, name = "sup_stop_race")
  void race() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid a = Trees.startChild(sup, kid("child_a").withRestart(Restart.TEMPORARY));
      Process.link(a);
      Map<Pid, ExitReason> others = new LinkedHashMap<>();
      for (Restart restart : List.of(Restart.TEMPORARY, Restart.TRANSIENT, Restart.PERMANENT)) {
        for (ExitReason reason : List.of(ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("test"),
            new ExitReason.Other("other"))) {
          Pid pid = Trees.startChild(sup, ChildSpec.worker(restart + " " + reason, () -> Plain.endsWith(reason))
              .withRestart(restart)
              .withShutdown(Duration.ofSeconds(1)));
          Process.link(pid);
          others.put(pid, reason);
        }
      }
      CountDownLatch release = new CountDownLatch(1);
      Pid z = Trees.startChild(sup, ChildSpec.worker("child_z", () -> Plain.waits(release))
          .withRestart(Restart.TEMPORARY)
          .withShutdown(Duration.ofSeconds(2)));
      Process.link(z);
      // While child_z is being stopped, all others end by themselves.
      Ref ref = Process.monitor(sup.pid());
      Process.exit(sup.pid(), ExitReason.SHUTDOWN);
      node.await("child_z is being stopped",
          () -> Supervisor.busyWith(sup).map(busy -> busy.id().equals("child_z")).orElse(false));
      others.forEach((pid, _) -> Process.send(pid, "stop"));
      others.forEach((pid, reason) -> exited(pid, reason));
      release.countDown();
      // ok = terminate(Pid, shutdown), and all have ended with their own reasons
      assertThat(Trees.down(ref)).isEqualTo(ExitReason.SHUTDOWN);
      exited(sup.pid(), ExitReason.SHUTDOWN);
      exited(z, ExitReason.SHUTDOWN);
      exited(a, ExitReason.SHUTDOWN);
    });
    // Besides: their own reasons are reported (SUP-48, SUP-50), last started first.
    List<String> reported = node.expectReports(5, SupervisorReport.class)
        .stream()
        .map(report -> report.errorContext() + " " + report.offender().get("id") + " -> " + report.reason())
        .toList();
    assertThat(reported).containsExactly("shutdown_error permanent other -> other",
        "shutdown_error permanent {shutdown, test} -> {shutdown, test}", "shutdown_error permanent normal -> normal",
        "shutdown_error transient other -> other", "shutdown_error temporary other -> other");
  }

  /** sup_test: naughty_child, which has unlinked itself */
  @Test
  @OtpCase(suite = SUITE, name = "child_unlink")
  void childUnlink() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid child = Trees.startChild(sup, kid("naughty_child").withStart(Plain::unlinks));
      // spawn(supervisor, terminate_child, [SupPid, naughty_child]), SupPid ! foo
      Pid caller = Process.spawnLink(() -> Supervisor.terminateChild(sup, "naughty_child").orElseThrow());
      exited(caller, ExitReason.NORMAL);
      Process.send(sup.pid(), "foo");
      // The message queue is empty: the supervisor did not hang.
      assertThat(Supervisor.countChildren(sup)).isEqualTo(Trees.counts(1, 0, 0, 1));
      assertThat(Process.messages(sup.pid())).isEmpty();
      assertThat(Process.isAlive(child)).isFalse();
    });
    assertThat(node.expectReport(SupervisorReports.UnexpectedMessage.class).message()).isEqualTo("foo");
  }

  /** sup_test: child, which has unlinked itself and is dead when it is to be stopped. SUP-16 */
  @Test
  void aChildThatUnlinkedItselfAndDiedIsNeverNoticed() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid child = Trees.startChild(sup, kid("child").withStart(Plain::unlinks));
      node.kill(child);
      assertThat(Trees.which(sup)).containsExactly("child " + child);
      assertThat(Trees.counts(sup)).isEqualTo(Trees.counts(1, 0, 0, 1));
      Supervisor.terminateChild(sup, "child").orElseThrow();
    });
    assertThat(node.expectReport(SupervisorReport.class).reason()).isEqualTo(ChildStops.UNLINKED);
  }

  /** sup_test: ch7, ch3, ch10, ch2, ch5, rest_for_one */
  @Test
  @OtpCase(suite = SUITE, name = "order_of_children")
  void orderOfChildren() throws Exception {
    Trees.ignoreReports(node);
    List<Object> ids = List.of("ch7", "ch3", "ch10", "ch2", "ch5");
    run(node, () -> {
      SupervisorRef sup =
          start(FLAGS.withStrategy(Strategy.REST_FOR_ONE), ids.stream().map(Trees::kid).toArray(ChildSpec[]::new));
      // Started left to right: pids are growing
      List<Pid> first = ids.stream().map(id -> pid(sup, id)).toList();
      assertThat(first).isSorted();
      first.forEach(Process::link);
      // Terminate Pid3: Pid5, then Pid4 are terminated
      Trees.end(first.get(2), Trees.DIED);
      assertThat(Trees.which(sup)).hasSize(5);
      assertThat(exits()).containsExactly(first.get(2), first.get(4), first.get(3));
      // ch10, ch2, ch5 are started again in that order, ch7 and ch3 are as they were
      List<Pid> second = ids.stream().map(id -> pid(sup, id)).toList();
      assertThat(second).isSorted().startsWith(first.get(0), first.get(1)).doesNotContainAnyElementsOf(first.subList(2, 5));
      second.forEach(Process::link);
      // Terminate the supervisor: all are terminated in opposite start order
      Ref ref = Process.monitor(sup.pid());
      Process.exit(sup.pid(), ExitReason.SHUTDOWN);
      Trees.down(ref);
      assertThat(exits()).containsExactly(second.get(4), second.get(3), second.get(2), second.get(1), second.get(0), sup.pid());
    });
  }

  private static List<Pid> exits() {
    List<Pid> pids = new java.util.ArrayList<>();
    var exit = Process.receive(dev.ninefold.process.Info.Exit.class, _ -> true, Duration.ZERO);
    while (exit.isPresent()) {
      pids.add(exit.get().from());
      exit = Process.receive(dev.ninefold.process.Info.Exit.class, _ -> true, Duration.ZERO);
    }
    return pids;
  }

  /** sup: child. SUP-53 */
  @Test
  void stopFunction() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child"));
      Pid child = pid(sup, "child");
      Supervisor.stop(sup);
      exited(sup.pid(), ExitReason.NORMAL);
      assertThat(Process.isAlive(child)).isFalse();
      assertThatThrownBy(() -> Supervisor.stop(sup)).isInstanceOfSatisfying(ExitException.class,
          e -> assertThat(e.reason()).isEqualTo(ExitReason.NOPROC));
      SupervisorRef other = start(FLAGS, kid("child"));
      Supervisor.stop(other, ExitReason.shutdown("moving"), Timeout.INFINITY);
      exited(other.pid(), ExitReason.shutdown("moving"));
    });
  }

  /** sup: child. SUP-52: only the parent stops it; kill leaves the trapping child an orphan. */
  @Test
  void exitSignals() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child").withStart(Plain::deaf),
          kid("naive").withStart(() -> Kid.startLink(Manner.NAIVE)));
      Pid child = pid(sup, "child");
      Pid naive = pid(sup, "naive");
      Pid stranger = node.spawn(() -> Process.exit(sup.pid(), ExitReason.SHUTDOWN));
      node.awaitDeath(stranger);
      assertThat(Trees.counts(sup)).isEqualTo(Trees.counts(2, 2, 0, 2));
      Process.exit(sup.pid(), ExitReason.KILL);
      exited(sup.pid(), ExitReason.KILLED);
      node.awaitDeath(naive);
      assertThat(Process.isAlive(child)).isTrue();
      node.kill(child);
    });
  }

  /** sup_test: child1 … child100, killed while they are stopped */
  @RepeatedTest(100)
  void killedWhileStopping() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    run(node, () -> {
      ChildSpec[] specs = new ChildSpec[20];
      for (int i = 0; i < specs.length; i++) {
        specs[i] = kid(i).withRestart(Restart.TEMPORARY);
      }
      SupervisorRef sup = start(FLAGS, specs);
      List<Pid> pids = Supervisor.whichChildren(sup).stream().map(child -> child.pid().orElseThrow()).toList();
      Pid killer = Process.spawnLink(() -> pids.forEach(pid -> Process.exit(pid, ExitReason.KILL)));
      stop(sup);
      exited(killer);
      pids.forEach(pid -> assertThat(Process.isAlive(pid)).isFalse());
    });
  }
}

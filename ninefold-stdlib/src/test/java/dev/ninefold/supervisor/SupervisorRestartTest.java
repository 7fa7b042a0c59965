package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.startChild;
import static dev.ninefold.supervisor.Trees.which;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class SupervisorRestartTest {

  private static final String SUITE = "supervisor_SUITE";

  private static final SupervisorFlags FOUR = FLAGS.withIntensity(4);

  TestNode node;
  ManualTime time;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

  /** A child that starts once; later its start fails, as upstream's {@code start_child(error)}. */
  private static ChildSpec once(Object id) {
    AtomicInteger starts = new AtomicInteger();
    return kid(id).withStart(() -> {
      if (starts.incrementAndGet() > 1) {
        throw new IllegalStateException("function_clause");
      }
      return Kid.startLink();
    });
  }

  // ---- restart types

  /** sup_test: child1 (permanent) */
  @Test
  @OtpCase(suite = SUITE, name = "permanent_normal")
  void permanentNormal() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid first = startChild(sup, kid("child1"));
      end(first, ExitReason.NORMAL);
      // [{child1, Pid ,worker,[]}], is_pid(Pid); [1,1,0,1]
      assertThat(pid(sup, "child1")).isNotEqualTo(first);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
    });
  }

  /** sup_test: child1 (transient) */
  @Test
  @OtpCase(suite = SUITE, name = "transient_normal")
  void transientNormal() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      end(startChild(sup, kid("child1").withRestart(Restart.TRANSIENT)), ExitReason.NORMAL);
      // [{child1,undefined,worker,[]}], [1,0,0,1]
      assertThat(which(sup)).containsExactly("child1 undefined");
      assertThat(counts(sup)).isEqualTo(counts(1, 0, 0, 1));
    });
  }

  /** sup_test: child1 (temporary) */
  @Test
  @OtpCase(suite = SUITE, name = "temporary_normal")
  void temporaryNormal() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      end(startChild(sup, kid("child1").withRestart(Restart.TEMPORARY)), ExitReason.NORMAL);
      // [], [0,0,0,0]
      assertThat(which(sup)).isEmpty();
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
    });
  }

  /** sup_test: child1 (permanent) */
  @Test
  @OtpCase(suite = SUITE, name = "permanent_shutdown")
  void permanentShutdown() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid first = startChild(sup, kid("child1"));
      for (ExitReason reason : List.of(ExitReason.SHUTDOWN, ExitReason.shutdown("some_info"))) {
        Pid before = pid(sup, "child1");
        end(before, reason);
        // restarted after shutdown, and after {shutdown, some_info}: is_pid, [1,1,0,1]
        assertThat(pid(sup, "child1")).isNotEqualTo(before);
        assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      }
      assertThat(Process.isAlive(first)).isFalse();
    });
  }

  /** sup_test: child1 (transient); upstream's transient_shutdown */
  @Test
  void transientShutdown() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      startChild(sup, kid("child1").withRestart(Restart.TRANSIENT));
      for (ExitReason reason : List.of(ExitReason.SHUTDOWN, ExitReason.shutdown("some_info"))) {
        end(pid(sup, "child1"), reason);
        assertThat(which(sup)).containsExactly("child1 undefined");
        Supervisor.restartChild(sup, "child1").orElseThrow();
      }
    });
  }

  /** sup_test: child1 (temporary) */
  @Test
  @OtpCase(suite = SUITE, name = "temporary_shutdown")
  void temporaryShutdown() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      for (ExitReason reason : List.of(ExitReason.SHUTDOWN, ExitReason.shutdown("some_info"))) {
        end(startChild(sup, kid("child1").withRestart(Restart.TEMPORARY)), reason);
        // removed after shutdown, and after {shutdown, some_info}: [], [0,0,0,0]
        assertThat(which(sup)).isEmpty();
        assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      }
    });
  }

  /** sup_test: child1 (permanent) */
  @Test
  @OtpCase(suite = SUITE, name = "permanent_abnormal")
  void permanentAbnormal() throws Exception {
    restartedAfterDeath(Restart.PERMANENT);
  }

  /** sup_test: child1 (transient) */
  @Test
  @OtpCase(suite = SUITE, name = "transient_abnormal")
  void transientAbnormal() throws Exception {
    restartedAfterDeath(Restart.TRANSIENT);
  }

  private void restartedAfterDeath(Restart restart) throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid first = startChild(sup, kid("child1").withRestart(restart));
      end(first, DIED);
      // [{child1, Pid ,worker,[]}], is_pid(Pid); [1,1,0,1]
      assertThat(pid(sup, "child1")).isNotEqualTo(first);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      ChildInfo info = Supervisor.whichChild(sup, "child1").orElseThrow();
      assertThat(info.restarts()).isEqualTo(1);
      assertThat(info.lastExit()).contains(DIED);
    });
  }

  /** sup_test: child1 (temporary) */
  @Test
  @OtpCase(suite = SUITE, name = "temporary_abnormal")
  void temporaryAbnormal() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      end(startChild(sup, kid("child1").withRestart(Restart.TEMPORARY)), DIED);
      // [], [0,0,0,0]
      assertThat(which(sup)).isEmpty();
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
    });
  }

  /** one_for_all: child1, child2 (temporary); rest_for_one: the same */
  @Test
  @OtpCase(suite = SUITE, name = "temporary_bystander")
  void temporaryBystander() throws Exception {
    run(node, () -> {
      for (Strategy strategy : List.of(Strategy.ONE_FOR_ALL, Strategy.REST_FOR_ONE)) {
        SupervisorRef sup = start(FLAGS.withStrategy(strategy));
        Pid first = startChild(sup, kid("child1"));
        Pid second = startChild(sup, kid("child2").withRestart(Restart.TEMPORARY));
        end(first, ExitReason.NORMAL);
        // child2 has not been restarted: [{child1, _, _, _}] = which_children; the supervisor lives
        assertThat(which(sup)).containsExactly("child1 " + pid(sup, "child1"));
        assertThat(Process.isAlive(sup.pid())).isTrue();
        assertThat(Process.isAlive(second)).isFalse();
        Trees.stop(sup);
      }
    });
  }

  // ---- intensity

  /** sup_test: child1 (brutal_kill), one restart a second at most */
  @Test
  @OtpCase(suite = SUITE, name = "multiple_restarts")
  void multipleRestarts() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(SupervisorFlags.DEFAULT.withIntensity(1, Duration.ofSeconds(1)));
      end(startChild(sup, kid("child1").withShutdown(Shutdown.BRUTAL_KILL)), DIED);
      for (int i = 0; i < 3; i++) {
        // receive after 2100 -> ok end
        assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
        time.advance(Duration.ofMillis(2100));
        end(pid(sup, "child1"), DIED);
      }
      // The supervisor is alive
      assertThat(Supervisor.whichChild(sup, "child1").orElseThrow().restarts()).isEqualTo(4);
      assertThat(Supervisor.terminateChild(sup, "child1").isOk()).isTrue();
      assertThat(Supervisor.deleteChild(sup, "child1").isOk()).isTrue();
      Process.exit(sup.pid(), ExitReason.KILL);
      exited(sup.pid(), ExitReason.KILLED);
    });
  }

  /** sup_test: child1, and an intensity of zero. SUP-35 */
  @Test
  void intensityZero() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(0));
      end(startChild(sup, kid("child1")), ExitReason.NORMAL);
      exited(sup.pid(), ExitReason.SHUTDOWN);
    });
  }

  /** sup_test: child1, whose start fails from the second time on. SUP-33: with intensity 20 exactly 20 attempts are made. */
  @Test
  void everyAttemptCounts() throws Exception {
    run(node, () -> {
      AtomicInteger attempts = new AtomicInteger(-1);
      SupervisorRef sup = start(FLAGS.withIntensity(20), kid("child1").withStart(() -> {
        return attempts.incrementAndGet() == 0 ? Kid.startLink() : StartResult.failed(new ExitReason.Other("no"));
      }));
      end(pid(sup, "child1"), DIED);
      exited(sup.pid(), ExitReason.SHUTDOWN);
      assertThat(attempts).hasValue(20);
    });
  }

  // ---- strategies

  /** sup_test: child1, child2 */
  @Test
  @OtpCase(suite = SUITE, name = "one_for_one")
  void oneForOne() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid first = startChild(sup, kid("child1"));
      Pid second = startChild(sup, kid("child2"));
      end(first, DIED);
      // two children, CPid2 is one of them; [2,2,0,2]; the start order is kept
      assertThat(which(sup)).containsExactly("child2 " + second, "child1 " + pid(sup, "child1"));
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
      // Test restart frequency property
      end(second, DIED);
      end(pid(sup, "child2"), DIED);
      exited(sup.pid());
    });
  }

  /** sup_test: child1 (starts once), child2 */
  @Test
  @OtpCase(suite = SUITE, name = "one_for_one_escalation")
  void oneForOneEscalation() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FOUR);
      Pid first = startChild(sup, once("child1"));
      Pid second = startChild(sup, kid("child2"));
      Process.link(second);
      end(first, DIED);
      // check_exit([SupPid, CPid2])
      exited(sup.pid(), ExitReason.SHUTDOWN);
      exited(second, ExitReason.SHUTDOWN);
    });
  }

  /** sup_test: child1, child2 */
  @Test
  @OtpCase(suite = SUITE, name = "one_for_all")
  void oneForAll() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withStrategy(Strategy.ONE_FOR_ALL));
      Pid first = startChild(sup, kid("child1"));
      Pid second = startChild(sup, kid("child2"));
      Process.link(second);
      end(first, DIED);
      exited(second);
      // two children, none of the old ones; [2,2,0,2]
      assertThat(Trees.ids(sup)).containsExactly("child2", "child1");
      assertThat(List.of(pid(sup, "child1"), pid(sup, "child2"))).doesNotContain(first, second);
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
      // Test restart frequency property
      end(pid(sup, "child2"), DIED);
      end(pid(sup, "child2"), DIED);
      exited(sup.pid());
    });
  }

  /** sup_test: child1, child2 (starts once) */
  @Test
  @OtpCase(suite = SUITE, name = "one_for_all_escalation")
  void oneForAllEscalation() throws Exception {
    escalation(Strategy.ONE_FOR_ALL);
  }

  /** sup_test: child1, child2 (starts once) */
  @Test
  @OtpCase(suite = SUITE, name = "rest_for_one_escalation")
  void restForOneEscalation() throws Exception {
    escalation(Strategy.REST_FOR_ONE);
  }

  private void escalation(Strategy strategy) throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FOUR.withStrategy(strategy));
      Pid first = startChild(sup, kid("child1"));
      Pid second = startChild(sup, once("child2"));
      Process.link(second);
      end(first, DIED);
      // check_exit([CPid2, SupPid])
      exited(second);
      exited(sup.pid());
    });
  }

  /** sup_test: child1, child2, child3 */
  @Test
  @OtpCase(suite = SUITE, name = "rest_for_one")
  void restForOne() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withStrategy(Strategy.REST_FOR_ONE));
      Pid first = startChild(sup, kid("child1"));
      Pid second = startChild(sup, kid("child2"));
      Pid third = startChild(sup, kid("child3"));
      Process.link(third);
      assertThat(counts(sup)).isEqualTo(counts(3, 3, 0, 3));
      end(second, DIED);
      exited(third);
      // CPid1 is still there, CPid2 and CPid3 are not; [3,3,0,3]
      assertThat(Trees.ids(sup)).containsExactly("child3", "child2", "child1");
      assertThat(pid(sup, "child1")).isEqualTo(first);
      assertThat(List.of(pid(sup, "child2"), pid(sup, "child3"))).doesNotContain(second, third);
      assertThat(counts(sup)).isEqualTo(counts(3, 3, 0, 3));
      // Test restart frequency property
      end(pid(sup, "child3"), DIED);
      end(pid(sup, "child2"), DIED);
      exited(sup.pid());
    });
  }

  /**
   * sup_test: child1, child2 (stopped by terminate_child), child3 (transient, ended normally), child4. SUP-28: the round starts those that
   * were not running.
   */
  @Test
  void aRoundStartsTheStopped() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withStrategy(Strategy.ONE_FOR_ALL), kid("child1"), kid("child2"),
          kid("child3").withRestart(Restart.TRANSIENT), kid("child4"));
      Supervisor.terminateChild(sup, "child2").orElseThrow();
      end(pid(sup, "child3"), ExitReason.NORMAL);
      assertThat(counts(sup)).isEqualTo(counts(4, 2, 0, 4));
      end(pid(sup, "child4"), DIED);
      assertThat(counts(sup)).isEqualTo(counts(4, 4, 0, 4));
      assertThat(Trees.ids(sup)).containsExactly("child4", "child3", "child2", "child1");
    });
  }

  // ---- trees

  /**
   * <pre>
   * sup_test (one_for_all)
   *   supchild1: child1, child2
   *   supchild2: child3 (starts once), child4, both added later
   *   supchild3 (transient, terminated)
   * </pre>
   */
  @Test
  @OtpCase(suite = SUITE, name = "tree")
  void tree() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FOUR.withStrategy(Strategy.ONE_FOR_ALL));
      SupervisorRef sup1 = SupervisorRef.of(startChild(sup, supervisor("supchild1", kid("child1"), kid("child2"))));
      SupervisorRef sup2 = SupervisorRef.of(startChild(sup, supervisor("supchild2")));
      startChild(sup, supervisor("supchild3").withRestart(Restart.TRANSIENT));
      Supervisor.terminateChild(sup, "supchild3").orElseThrow();
      assertThat(counts(sup)).isEqualTo(counts(3, 2, 3, 0));
      final List<String> children1 = which(sup1);
      assertThat(children1).hasSize(2);
      assertThat(counts(sup1)).isEqualTo(counts(2, 2, 0, 2));
      assertThat(counts(sup2)).isEqualTo(counts(0, 0, 0, 0));
      // Dynamic children
      Pid third = startChild(sup2, once("child3"));
      Pid fourth = startChild(sup2, kid("child4"));
      assertThat(counts(sup1)).isEqualTo(counts(2, 2, 0, 2));
      assertThat(counts(sup2)).isEqualTo(counts(2, 2, 0, 2));
      // Only the process that dies is restarted
      end(fourth, DIED);
      assertThat(which(sup1)).isEqualTo(children1);
      assertThat(which(sup2)).containsExactly("child4 " + pid(sup2, "child4"), "child3 " + third);
      assertThat(pid(sup2, "child4")).isNotEqualTo(fourth);
      assertThat(counts(sup2)).isEqualTo(counts(2, 2, 0, 2));
      // The supervision tree is restarted, but not dynamic children
      Ref ref = Process.monitor(sup2.pid());
      end(third, DIED);
      assertThat(Trees.down(ref)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(Trees.ids(sup)).containsExactly("supchild3", "supchild2", "supchild1");
      assertThat(counts(sup)).isEqualTo(counts(3, 3, 3, 0));
      SupervisorRef new1 = SupervisorRef.of(pid(sup, "supchild1"));
      assertThat(Trees.ids(new1)).containsExactly("child2", "child1");
      assertThat(counts(new1)).isEqualTo(counts(2, 2, 0, 2));
      for (String id : List.of("supchild2", "supchild3")) {
        SupervisorRef ref2 = SupervisorRef.of(pid(sup, id));
        assertThat(which(ref2)).isEmpty();
        assertThat(counts(ref2)).isEqualTo(counts(0, 0, 0, 0));
      }
    });
  }

  private static ChildSpec supervisor(Object id, ChildSpec... children) {
    return ChildSpec.supervisor(id, () -> Supervisor.startLink(() -> () -> SupervisorSpec.of(FOUR, children)));
  }

  /**
   * <pre>
   * sup_test (one_for_all)
   *   middle = {global, sup2} (one_for_all)
   *     child = {global, server}
   * </pre>
   */
  @Test
  @OtpCase(suite = SUITE, name = "simple_global_supervisor")
  void globalSupervisor() throws Exception {
    run(node, () -> {
      // kill_supervisor: both are there again, and are others
      killAndAwait(true);
      // kill_worker
      killAndAwait(false);
      // exit_worker: {fail, normal, 0} makes the server end with error(normal)
      SupervisorRef top = start9212();
      Pid before = global("server");
      end(before, new ExitReason.Other("normal"));
      awaitSuccessor("server", before);
      stop9212(top);
      // restart_worker
      top = start9212();
      before = global("server");
      SupervisorRef sup2 = SupervisorRef.of(Name.global("sup2"));
      Supervisor.terminateChild(sup2, "child").orElseThrow();
      Supervisor.restartChild(sup2, "child").orElseThrow();
      assertThat(global("server")).isNotEqualTo(before);
      stop9212(top);
    });
  }

  private void killAndAwait(boolean supervisor) {
    SupervisorRef top = start9212();
    Pid sup2 = global("sup2");
    Pid server = global("server");
    Process.exit(supervisor ? sup2 : server, ExitReason.KILL);
    awaitSuccessor("server", server);
    if (supervisor) {
      awaitSuccessor("sup2", sup2);
    }
    stop9212(top);
  }

  /** More restarts than upstream allows: the new supervisor may come before the old server has heard of the death of the old one. */
  private static SupervisorRef start9212() {
    SupervisorFlags flags = SupervisorFlags.of(Strategy.ONE_FOR_ALL).withIntensity(100_000, Duration.ofSeconds(60));
    ChildSpec child = kid("child").withStart(() -> dev.ninefold.genserver.GenServer.startLink(() -> new Kid(Kid.Manner.NAIVE),
        StartOptions.DEFAULT.withName(Name.global("server"))));
    return start(flags, ChildSpec.supervisor("middle", () -> Supervisor.startLink(() -> () -> SupervisorSpec.of(flags, child),
        StartOptions.DEFAULT.withName(Name.global("sup2")))));
  }

  private static Pid global(String name) {
    return Process.whereis(Name.global(name)).orElseThrow();
  }

  private void awaitSuccessor(String name, Pid before) {
    node.await("a successor of " + name, () -> {
      Optional<Pid> now = Process.whereis(Name.global(name));
      return now.isPresent() && now.get() != before;
    });
  }

  private void stop9212(SupervisorRef top) {
    Process.exit(top.pid(), ExitReason.KILL);
    exited(top.pid());
    // undefined = global:whereis_name(sup2), undefined = global:whereis_name(server)
    node.await("the names are free",
        () -> Process.whereis(Name.global("sup2")).isEmpty() && Process.whereis(Name.global("server")).isEmpty());
  }
}

package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.startChild;
import static dev.ninefold.supervisor.Trees.term;
import static dev.ninefold.supervisor.Trees.which;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restarts that fail, and are tried again. */
@WithNode(manualTime = true)
class SupervisorRetryTest {

  private static final String SUITE = "supervisor_SUITE";

  TestNode node;

  private Gate gate;

  @BeforeEach
  void makeGate() {
    gate = new Gate(node);
  }

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

  /** sup_test: child1 (gated) */
  @Test
  @OtpCase(suite = SUITE, name = "hanging_restart_loop")
  void hangingRestartLoop() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(8, Duration.ofSeconds(10)));
      ChildSpec child = gate.child("child1");
      Pid first = startChild(sup, child);
      Process.link(first);
      gate.fails(true);
      end(first, Gate.ERROR);

      // {error, already_present} = start_child, {error, restarting} = restart_child, {error, restarting} = delete_child
      assertThat(term(gate.between(sup, () -> Supervisor.startChild(sup, child)))).isEqualTo(Refusal.ALREADY_PRESENT);
      assertThat(term(gate.between(sup, () -> Supervisor.restartChild(sup, "child1")))).isEqualTo(Refusal.RESTARTING);
      assertThat(gate.between(sup, () -> Supervisor.deleteChild(sup, "child1")))
          .isEqualTo(new ChildResult.Failed(Refusal.RESTARTING));
      // [{child1,restarting,worker,[]}], [1,0,0,1]
      assertThat(gate.between(sup, () -> which(sup))).containsExactly("child1 restarting");
      assertThat(gate.between(sup, () -> counts(sup))).isEqualTo(counts(1, 0, 0, 1));
      // ok = terminate_child, the child ended with its own reason, [{child1,undefined,worker,[]}]
      assertThat(gate.between(sup, () -> Supervisor.terminateChild(sup, "child1")).isOk()).isTrue();
      exited(first, Gate.ERROR);
      assertThat(which(sup)).containsExactly("child1 undefined");

      gate.fails(false);
      Pid second = Supervisor.restartChild(sup, "child1").orElseThrow();
      gate.stopWhileRestarting(sup, second);
    });
  }

  /** sup_test (rest_for_one): child1, child2 (gated), child3 */
  @Test
  @OtpCase(suite = SUITE, name = "hanging_restart_loop_rest_for_one")
  void hangingRestartLoopRestForOne() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withStrategy(Strategy.REST_FOR_ONE).withIntensity(8, Duration.ofSeconds(10)));
      ChildSpec child = gate.child("child2");
      Pid first = startChild(sup, kid("child1").withShutdown(Shutdown.BRUTAL_KILL));
      Pid second = startChild(sup, child);
      Process.link(second);
      startChild(sup, kid("child3").withShutdown(Shutdown.BRUTAL_KILL));
      gate.fails(true);
      end(second, Gate.ERROR);

      // {error, already_present}, {error, restarting}, {error, restarting}
      assertThat(term(gate.between(sup, () -> Supervisor.startChild(sup, child)))).isEqualTo(Refusal.ALREADY_PRESENT);
      assertThat(term(gate.between(sup, () -> Supervisor.restartChild(sup, "child2")))).isEqualTo(Refusal.RESTARTING);
      assertThat(gate.between(sup, () -> Supervisor.deleteChild(sup, "child2")))
          .isEqualTo(new ChildResult.Failed(Refusal.RESTARTING));
      // child3 undefined, child2 restarting, child1 as it was; [3,1,0,3]
      assertThat(gate.between(sup, () -> which(sup)))
          .containsExactly("child3 undefined", "child2 restarting", "child1 " + first);
      assertThat(gate.between(sup, () -> counts(sup))).isEqualTo(counts(3, 1, 0, 3));
      // ok = terminate_child, check_exit_reason(CPid2, error), child3 and child2 undefined, child1 as it was
      assertThat(gate.between(sup, () -> Supervisor.terminateChild(sup, "child2")).isOk()).isTrue();
      exited(second, Gate.ERROR);
      assertThat(which(sup)).containsExactly("child3 undefined", "child2 undefined", "child1 " + first);

      gate.fails(false);
      Pid again = Supervisor.restartChild(sup, "child2").orElseThrow();
      gate.stopWhileRestarting(sup, again);
    });
  }

  /**
   * sup_test: child1, child2, child3, all gated. The upstream case has dynamic children; this is what of it concerns others: SUP-41, SUP-63
   */
  @Test
  void countRestartingChildren() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(20, Duration.ofSeconds(10)));
      for (String id : new String[] {"child1", "child2", "child3"}) {
        startChild(sup, gate.child(id));
      }
      end(pid(sup, "child1"), Gate.ERROR);
      end(pid(sup, "child2"), Gate.ERROR);
      assertThat(counts(sup)).isEqualTo(counts(3, 3, 0, 3));
      gate.fails(true);
      end(pid(sup, "child1"), Gate.ERROR);
      assertThat(gate.between(sup, () -> counts(sup))).isEqualTo(counts(3, 2, 0, 3));
      gate.awaitAttempt(sup);
      gate.fails(false);
      gate.letGoOn(sup);
      node.await("it runs again", () -> counts(sup).active() == 3);
    });
  }

  // ---- a sibling that fails in the round

  /** Ends the starter. */
  private record Go() {}

  /** What starts the supervisor, and ends with it. */
  private static Pid starter(Strategy strategy) {
    Pid test = Process.self();
    return Process.spawnLink(() -> {
      SupervisorRef sup =
          start(FLAGS.withStrategy(strategy).withIntensity(3), Asking.child("child1", test), Asking.child("child2", test));
      Process.send(test, sup);
      Process.receive(Go.class);
    });
  }

  /** sup_test (one_for_all): child1, child2 */
  @Test
  @OtpCase(suite = SUITE, name = "one_for_all_other_child_fails_restart")
  void oneForAllOtherChildFailsRestart() throws Exception {
    run(node, () -> {
      Pid starter = starter(Strategy.ONE_FOR_ALL);
      final Pid first = Asking.next("child1", Asking.Answer.OK);
      Asking.next("child2", Asking.Answer.OK);
      SupervisorRef sup = Process.receive(SupervisorRef.class);
      Process.link(sup.pid());
      Process.exit(first, new ExitReason.Other("die"));
      // Let child1 restart but don't let child2.
      Pid again = Asking.next("child1");
      final Ref ref = Process.monitor(again);
      Process.send(again, Asking.Answer.OK);
      Asking.next("child2", Asking.Answer.STOP);
      // Check child1 is terminated.
      assertThat(Trees.down(ref)).isEqualTo(ExitReason.SHUTDOWN);
      // Let the restart complete.
      Asking.next("child1", Asking.Answer.OK);
      Asking.next("child2", Asking.Answer.OK);
      Process.send(starter, new Go());
      exited(starter, sup.pid());
    });
  }

  /** sup_test (rest_for_one): child1, child2 */
  @Test
  @OtpCase(suite = SUITE, name = "rest_for_one_other_child_fails_restart")
  void restForOneOtherChildFailsRestart() throws Exception {
    run(node, () -> {
      Pid starter = starter(Strategy.REST_FOR_ONE);
      Pid first = Asking.next("child1", Asking.Answer.OK);
      Asking.next("child2", Asking.Answer.OK);
      SupervisorRef sup = Process.receive(SupervisorRef.class);
      Process.link(sup.pid());
      Process.exit(first, new ExitReason.Other("die"));
      // Let child1 restart but don't let child2.
      Asking.next("child1", Asking.Answer.OK);
      Asking.next("child2", Asking.Answer.STOP);
      // child2 is started again, child1 is not
      Asking.next("child2", Asking.Answer.OK);
      Process.send(starter, new Go());
      exited(starter, sup.pid());
    });
  }
}

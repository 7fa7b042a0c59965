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
import static dev.ninefold.supervisor.Trees.term;
import static dev.ninefold.supervisor.Trees.which;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Backoff;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Supervisors whose flags have a backoff. Whatever has ended, and whatever timer has fired, is in the supervisor's mailbox before the question
 * that the test asks next; so its answer says that all that was handled.
 */
@WithNode(manualTime = true)
class SupervisorBackoffTest {

  /** One second, two, three. */
  static final Backoff BACKOFF = Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(3)).withJitter(0);

  private static final SupervisorFlags ONE_FOR_ONE = FLAGS.withIntensity(100).withBackoff(BACKOFF);
  private static final SupervisorFlags ONE_FOR_ALL = ONE_FOR_ONE.withStrategy(Strategy.ONE_FOR_ALL);
  private static final SupervisorFlags REST_FOR_ONE = ONE_FOR_ONE.withStrategy(Strategy.REST_FOR_ONE);

  TestNode node;
  ManualTime time;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

  /** The child is restarted after that time, and not before. */
  private void restartedAfter(SupervisorRef sup, Object id, Duration wait) {
    assertThat(state(sup, id)).isEqualTo("restarting");
    Trees.advance(time, sup, wait.minusMillis(1));
    assertThat(state(sup, id)).isEqualTo("restarting");
    Trees.advance(time, sup, Duration.ofMillis(1));
    assertThat(Process.isAlive(pid(sup, id))).isTrue();
    assertThat(time.pending()).isZero();
  }

  private static String state(SupervisorRef sup, Object id) {
    return Supervisor.whichChild(sup, id).orElseThrow().state().toString();
  }

  private static void refusedAsRestarting(SupervisorRef sup, Object id) {
    assertThat(term(Supervisor.restartChild(sup, id))).isEqualTo(Refusal.RESTARTING);
    assertThat(Supervisor.deleteChild(sup, id)).isEqualTo(new ChildResult.Failed(Refusal.RESTARTING));
    assertThat(term(Supervisor.startChild(sup, kid(id)))).isEqualTo(Refusal.ALREADY_PRESENT);
  }

  // ---- one_for_one

  /** sup_test: child, which ends again and again, and runs for long in between */
  @Test
  void eachWaitIsLongerUntilTheChildHasRecovered() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ONE, kid("child"));
      for (int seconds : new int[] {1, 2, 3, 3}) {
        end(pid(sup, "child"), DIED);
        restartedAfter(sup, "child", Duration.ofSeconds(seconds));
      }
      Trees.advance(time, sup, Duration.ofMillis(2999));
      end(pid(sup, "child"), DIED);
      restartedAfter(sup, "child", Duration.ofSeconds(3));
      Trees.advance(time, sup, Duration.ofSeconds(3));
      end(pid(sup, "child"), DIED);
      restartedAfter(sup, "child", Duration.ofSeconds(1));
      assertThat(Supervisor.whichChild(sup, "child").orElseThrow().restarts()).isEqualTo(6);
    });
  }

  /** sup_test: child1, which waits, and child2, which does not notice */
  @Test
  void theSupervisorGoesOnMeanwhile() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ONE, kid("child1"), kid("child2"));
      Pid second = pid(sup, "child2");
      end(pid(sup, "child1"), DIED);
      assertThat(which(sup)).containsExactly("child2 " + second, "child1 restarting");
      assertThat(counts(sup)).isEqualTo(counts(2, 1, 0, 2));
      refusedAsRestarting(sup, "child1");
      // Children come, go, and fail; each waits for itself.
      Trees.startChild(sup, kid("child3"));
      Supervisor.terminateChild(sup, "child3").orElseThrow();
      Trees.advance(time, sup, Duration.ofMillis(500));
      end(second, DIED);
      Trees.pending(time, sup, 2);
      Trees.advance(time, sup, Duration.ofMillis(500));
      assertThat(state(sup, "child2")).isEqualTo("restarting");
      assertThat(Process.isAlive(pid(sup, "child1"))).isTrue();
      restartedAfter(sup, "child2", Duration.ofMillis(500));
    });
  }

  /** sup_test: child, whose restart fails for a while. Each attempt waits longer. SUP-33: each counts */
  @Test
  void attemptsThatFailWaitLongerAndCount() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    ChildSpec child = kid("child").withStart(() -> fails.get() ? StartResult.failed(DIED) : Kid.startLink());
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ONE.withIntensity(5), child);
      fails.set(true);
      end(pid(sup, "child"), DIED);
      for (int seconds : new int[] {1, 2}) {
        assertThat(state(sup, "child")).isEqualTo("restarting");
        Trees.advance(time, sup, Duration.ofSeconds(seconds));
      }
      assertThat(state(sup, "child")).isEqualTo("restarting");
      fails.set(false);
      restartedAfter(sup, "child", Duration.ofSeconds(3));
      fails.set(true);
      end(pid(sup, "child"), DIED);
      // The fifth restart is tried; when that fails, the supervisor does not wait once more before it gives up.
      Trees.advance(time, sup, Duration.ofSeconds(3));
      assertThat(state(sup, "child")).isEqualTo("restarting");
      Trees.advance(time, sup, Duration.ofSeconds(3));
      exited(sup.pid(), ExitReason.SHUTDOWN);
      assertThat(time.pending()).isZero();
    });
    List<Object> reasons =
        node.reports(SupervisorReport.class)
            .stream()
            .filter(r -> r.errorContext().equals("shutdown"))
            .map(SupervisorReport::reason)
            .toList();
    assertThat(reasons).containsExactly("reached_max_restart_intensity");
  }

  /** sup_test: child, terminated while it waits, and restarted by hand */
  @Test
  void terminateGivesUpTheRestart() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ONE, kid("child"));
      end(pid(sup, "child"), DIED);
      Trees.advance(time, sup, Duration.ofMillis(900));
      Supervisor.terminateChild(sup, "child").orElseThrow();
      assertThat(time.pending()).isZero();
      assertThat(which(sup)).containsExactly("child undefined");
      Supervisor.restartChild(sup, "child").orElseThrow();
      // It begins anew, and the wait that was given up does not end the next one.
      end(pid(sup, "child"), DIED);
      restartedAfter(sup, "child", Duration.ofSeconds(1));
      end(pid(sup, "child"), DIED);
      Supervisor.terminateChild(sup, "child").orElseThrow();
      Supervisor.deleteChild(sup, "child").orElseThrow();
      assertThat(which(sup)).isEmpty();
    });
  }

  /** sup_test: child1, which waits; child2 */
  @Test
  void aSupervisorThatStopsDoesNotWait() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ONE, kid("child1"), kid("child2"));
      end(pid(sup, "child1"), DIED);
      assertThat(state(sup, "child1")).isEqualTo("restarting");
      Trees.stop(sup);
      assertThat(time.pending()).isZero();
    });
  }

  /** sup_test: child, whose wait ends while the supervisor is suspended. SUP-88 */
  @Test
  void aSuspendedSupervisorRestartsWhenItIsResumed() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ONE, kid("child"));
      end(pid(sup, "child"), DIED);
      assertThat(state(sup, "child")).isEqualTo("restarting");
      Sys.suspend(sup.destination());
      time.advance(Duration.ofSeconds(1));
      Supervisor.State state = (Supervisor.State) Sys.getState(sup.destination());
      assertThat(state.children()).allMatch(ChildInfo::isRestarting);
      assertThat(state.flags().backoff()).contains(BACKOFF);
      Sys.resume(sup.destination());
      assertThat(Process.isAlive(pid(sup, "child"))).isTrue();
    });
  }

  /** sup_test: child, of a supervisor that loses its backoff by change_code while the child waits, and gets it back */
  @Test
  void codeChange() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    ChildSpec child = kid("child").withStart(() -> fails.get() ? StartResult.failed(DIED) : Kid.startLink());
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ONE, child);
      end(pid(sup, "child"), DIED);
      Upgrades.upgrade(sup, SupervisorSpec.of(FLAGS.withIntensity(100), child));
      restartedAfter(sup, "child", Duration.ofSeconds(1));
      end(pid(sup, "child"), DIED);
      assertThat(Process.isAlive(pid(sup, "child"))).isTrue();
      Upgrades.upgrade(sup, SupervisorSpec.of(ONE_FOR_ONE, child));
      end(pid(sup, "child"), DIED);
      assertThat(state(sup, "child")).isEqualTo("restarting");
    });
  }

  // ---- siblings

  /** sup_test (one_for_all): child1, child2 (fails), child3 (temporary) */
  @Test
  void siblingsWaitWithTheOneThatFailed() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ALL, kid("child1"), kid("child2"), kid("child3").withRestart(Restart.TEMPORARY));
      Pid first = pid(sup, "child1");
      Pid second = pid(sup, "child2");
      end(second, DIED);
      assertThat(which(sup)).containsExactly("child2 restarting", "child1 restarting");
      assertThat(Process.isAlive(first)).isFalse();
      assertThat(counts(sup)).isEqualTo(counts(2, 0, 0, 2));
      refusedAsRestarting(sup, "child1");
      refusedAsRestarting(sup, "child2");
      Trees.pending(time, sup, 1);
      restartedAfter(sup, "child1", Duration.ofSeconds(1));
      assertThat(pid(sup, "child2")).isGreaterThan(pid(sup, "child1"));
    });
  }

  /** sup_test (rest_for_one): child1, child2 (fails, and is terminated), child3 */
  @Test
  void whenTheRestartIsGivenUpNobodyWaits() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(REST_FOR_ONE, kid("child1"), kid("child2"), kid("child3"));
      Pid first = pid(sup, "child1");
      end(pid(sup, "child2"), DIED);
      assertThat(which(sup)).containsExactly("child3 restarting", "child2 restarting", "child1 " + first);
      Supervisor.terminateChild(sup, "child2").orElseThrow();
      assertThat(which(sup)).containsExactly("child3 undefined", "child2 undefined", "child1 " + first);
      assertThat(time.pending()).isZero();
      Supervisor.restartChild(sup, "child3").orElseThrow();
    });
  }

  /** sup_test (rest_for_one): child1 (fails while child2 waits), child2, child3. Nobody is started before the one it depends on. */
  @Test
  void whoWaitsWaitsForThoseBeforeIt() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(REST_FOR_ONE, kid("child1"), kid("child2"), kid("child3"));
      end(pid(sup, "child2"), DIED);
      Trees.advance(time, sup, Duration.ofMillis(400));
      end(pid(sup, "child1"), DIED);
      assertThat(which(sup)).containsExactly("child3 restarting", "child2 restarting", "child1 restarting");
      Trees.pending(time, sup, 1);
      Trees.advance(time, sup, Duration.ofMillis(600));
      assertThat(which(sup)).containsExactly("child3 restarting", "child2 restarting", "child1 restarting");
      restartedAfter(sup, "child1", Duration.ofMillis(400));
      assertThat(List.of(pid(sup, "child1"), pid(sup, "child2"), pid(sup, "child3"))).isSorted();
    });
  }

  /** sup_test (one_for_all): child1, child2 (which cannot be restarted for a while) */
  @Test
  void aRoundThatFailsIsUndoneForTheWait() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    ChildSpec second = kid("child2").withStart(() -> fails.get() ? StartResult.failed(DIED) : Kid.startLink());
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ALL, kid("child1"), second);
      fails.set(true);
      end(pid(sup, "child1"), DIED);
      Trees.advance(time, sup, Duration.ofSeconds(1));
      // child1 has been started and stopped again; child2 is the one that failed, for the first time
      assertThat(which(sup)).containsExactly("child2 restarting", "child1 restarting");
      assertThat(Supervisor.whichChild(sup, "child1").orElseThrow().lastExit()).contains(ExitReason.SHUTDOWN);
      fails.set(false);
      restartedAfter(sup, "child2", Duration.ofSeconds(1));
      assertThat(Process.isAlive(pid(sup, "child1"))).isTrue();
    });
  }

  /** sup_test (one_for_all): child1, child2 (not running before), both started by the round. SUP-28 */
  @Test
  void theRoundStartsWhoDidNotRun() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(ONE_FOR_ALL, kid("child1"), kid("child2"));
      Supervisor.terminateChild(sup, "child2").orElseThrow();
      end(pid(sup, "child1"), DIED);
      assertThat(which(sup)).containsExactly("child2 undefined", "child1 restarting");
      restartedAfter(sup, "child1", Duration.ofSeconds(1));
      assertThat(Process.isAlive(pid(sup, "child2"))).isTrue();
    });
  }

  // ---- automatic shutdown

  /** sup_test (rest_for_one, all_significant): child1 (significant), child2 (fails), child3 (significant) */
  @Test
  void whoIsToBeRestartedKeepsTheSupervisorFromItsAutomaticShutdown() throws Exception {
    ChildSpec significant = kid("child1").withRestart(Restart.TRANSIENT).withSignificant(true);
    run(node, () -> {
      SupervisorRef sup = start(REST_FOR_ONE.withAutoShutdown(AutoShutdown.ALL_SIGNIFICANT), significant, kid("child2"),
          significant.withId("child3"));
      end(pid(sup, "child2"), DIED);
      end(pid(sup, "child1"), ExitReason.NORMAL);
      assertThat(which(sup)).containsExactly("child3 restarting", "child2 restarting", "child1 undefined");
      restartedAfter(sup, "child3", Duration.ofSeconds(1));
      end(pid(sup, "child3"), ExitReason.NORMAL);
      exited(sup.pid(), ExitReason.SHUTDOWN);
    });
  }
}

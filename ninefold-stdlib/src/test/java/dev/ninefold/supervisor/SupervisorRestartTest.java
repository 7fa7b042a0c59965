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

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which ends are followed by a restart, and how many restarts are allowed. */
@WithNode(manualTime = true)
class SupervisorRestartTest {

  private static final String SUITE = "supervisor_SUITE";

  TestNode node;
  ManualTime time;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
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
      Pid child1 = startChild(sup, kid("child1"));
      // Ends that need no restart do not end the supervisor.
      end(startChild(sup, kid("child2").withRestart(Restart.TEMPORARY)), DIED);
      end(startChild(sup, kid("child3").withRestart(Restart.TRANSIENT)), ExitReason.NORMAL);
      assertThat(which(sup)).containsExactly("child3 undefined", "child1 " + child1);
      end(child1, ExitReason.NORMAL);
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
}

package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.once;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.startChild;
import static dev.ninefold.supervisor.Trees.which;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which children a restart concerns, by strategy. */
@WithNode(manualTime = true)
class SupervisorStrategyTest {

  private static final String SUITE = "supervisor_SUITE";

  private static final SupervisorFlags FOUR = FLAGS.withIntensity(4);

  TestNode node;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

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
}

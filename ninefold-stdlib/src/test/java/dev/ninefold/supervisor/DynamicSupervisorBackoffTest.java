package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.DynamicTrees.start;
import static dev.ninefold.supervisor.DynamicTrees.startChild;
import static dev.ninefold.supervisor.SupervisorBackoffTest.BACKOFF;
import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.term;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dynamic supervisors whose flags have a backoff. */
@WithNode(manualTime = true)
class DynamicSupervisorBackoffTest {

  private static final DynamicSupervisorFlags FLAGS = DynamicSupervisorFlags.DEFAULT.withIntensity(100).withBackoff(BACKOFF);

  TestNode node;
  ManualTime time;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

  /** The last child that was started. */
  private static Pid last(SupervisorRef sup) {
    return DynamicSupervisor.whichChildren(sup).getFirst().pid().orElseThrow();
  }

  private void restartedAfter(SupervisorRef sup, Duration wait) {
    Trees.advance(time, sup, wait.minusMillis(1));
    assertThat(counts(sup)).isEqualTo(counts(1, 0, 0, 1));
    Trees.advance(time, sup, Duration.ofMillis(1));
    assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
    assertThat(time.pending()).isZero();
  }

  /** sup: a child that ends again and again, and runs for long in between */
  @Test
  void eachWaitIsLongerUntilTheChildHasRecovered() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      startChild(sup, kid("child"));
      for (int seconds : new int[] {1, 2, 3, 3}) {
        end(last(sup), DIED);
        restartedAfter(sup, Duration.ofSeconds(seconds));
      }
      Trees.advance(time, sup, Duration.ofSeconds(3));
      end(last(sup), DIED);
      restartedAfter(sup, Duration.ofSeconds(1));
    });
  }

  /** sup, which may have two: two children that fail at different times */
  @Test
  void theSupervisorGoesOnMeanwhile() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withMaxChildren(2));
      Pid first = startChild(sup, kid("child"));
      Pid second = startChild(sup, kid("child"));
      end(first, DIED);
      assertThat(counts(sup)).isEqualTo(counts(2, 1, 0, 2));
      assertThat(Supervisor.whichChild(sup, first)).get().matches(ChildInfo::isRestarting);
      assertThat(term(DynamicSupervisor.startChild(sup, kid("child")))).isEqualTo(Refusal.MAX_CHILDREN);
      Trees.advance(time, sup, Duration.ofMillis(500));
      end(second, DIED);
      assertThat(counts(sup)).isEqualTo(counts(2, 0, 0, 2));
      Trees.advance(time, sup, Duration.ofMillis(500));
      assertThat(counts(sup)).isEqualTo(counts(2, 1, 0, 2));
      Trees.advance(time, sup, Duration.ofMillis(500));
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
    });
  }

  /** sup: a child, terminated while it waits */
  @Test
  void terminateGivesUpTheRestart() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid child = startChild(sup, kid("child"));
      end(child, DIED);
      DynamicSupervisor.terminateChild(sup, child).orElseThrow();
      assertThat(time.pending()).isZero();
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      assertThat(DynamicSupervisor.terminateChild(sup, child)).isEqualTo(new ChildResult.Failed(Refusal.NOT_FOUND));
    });
  }

  /** sup: one child that waits, one that runs */
  @Test
  void aSupervisorThatStopsDoesNotWait() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      end(startChild(sup, kid("child")), DIED);
      Pid other = startChild(sup, kid("child"));
      Trees.stop(sup);
      assertThat(Process.isAlive(other)).isFalse();
      assertThat(time.pending()).isZero();
    });
  }

  /** sup: a child whose restart fails. Each attempt waits longer, and counts. */
  @Test
  void attemptsThatFailWaitLongerAndCount() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    ChildSpec child = kid("child").withStart(() -> fails.get() ? StartResult.failed(DIED) : Kid.startLink());
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(3, Duration.ofMinutes(1)));
      Pid first = startChild(sup, child);
      fails.set(true);
      end(first, DIED);
      for (int seconds : new int[] {1, 2}) {
        restartsLater(sup, first);
        Trees.advance(time, sup, Duration.ofSeconds(seconds));
      }
      restartsLater(sup, first);
      Trees.advance(time, sup, Duration.ofSeconds(3));
      exited(sup.pid(), ExitReason.SHUTDOWN);
      assertThat(time.pending()).isZero();
    });
  }

  private void restartsLater(SupervisorRef sup, Pid child) {
    assertThat(Supervisor.whichChild(sup, child)).get().matches(ChildInfo::isRestarting);
    Trees.pending(time, sup, 1);
  }
}

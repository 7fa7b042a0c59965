package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.DynamicTrees.kill;
import static dev.ninefold.supervisor.DynamicTrees.once;
import static dev.ninefold.supervisor.DynamicTrees.sleepy;
import static dev.ninefold.supervisor.DynamicTrees.sleepyWorker;
import static dev.ninefold.supervisor.DynamicTrees.start;
import static dev.ninefold.supervisor.DynamicTrees.startChild;
import static dev.ninefold.supervisor.DynamicTrees.worker;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.term;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.NoCatch;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.supervisor.SupervisorError.Field;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** start_child: DS-4 to DS-13. */
@WithNode(manualTime = true)
class ElixirDynamicSupervisorTest {

  private static final String SUITE = "Elixir dynamic_supervisor_test";

  private static final DynamicSupervisorFlags MANY_RESTARTS = DynamicSupervisorFlags.DEFAULT.withIntensity(100_000);
  private static final ExitReason WHATEVER = new ExitReason.Other("whatever");
  private static final ExitReason FOUND = new ExitReason.Other("found");

  TestNode node;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

  /** sup: a child */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > supports new child spec")
  void supportsNewChildSpec() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      // {:ok, pid} = start_child(sup, {Task, fun}), is_pid(pid)
      Pid pid = startChild(sup, sleepyWorker());
      assertThat(Process.isAlive(pid)).isTrue();
      // Besides: the same id, any number of times. DS-5
      assertThat(startChild(sup, sleepyWorker())).isNotEqualTo(pid);
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
    });
  }

  private record Extra(Pid parent, String word) {}

  private static ChildSpec takingExtra() {
    return worker(StartFunction.taking(Extra.class, extra -> {
      Process.send(extra.parent(), extra.word());
      return sleepy();
    }));
  }

  /** sup, with an extra argument: a child that takes it */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > supports extra arguments")
  void supportsExtraArguments() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(DynamicSupervisorFlags.DEFAULT.withExtraArgument(new Extra(Process.self(), "from_child")));
      startChild(sup, takingExtra().withRestart(Restart.TEMPORARY));
      assertThat(Process.receive(String.class)).isEqualTo("from_child");
      // Besides: who does not want it does not get it.
      startChild(sup, sleepyWorker());
    });
  }

  /** A start function that wants an extra argument gets the right one, or the start fails with what was expected. */
  @Test
  void anExtraArgumentThatIsNotThere() throws Exception {
    run(node, () -> {
      assertThat(Trees.reason(DynamicSupervisor.startChild(start(), takingExtra())).toString())
          .contains("expected a dynamic supervisor whose extra argument is an instance of", "got one without");
      SupervisorRef sup = start(DynamicSupervisorFlags.DEFAULT.withExtraArgument("other"));
      assertThat(Trees.reason(DynamicSupervisor.startChild(sup, takingExtra())).toString())
          .contains("got other, an instance of java.lang.String");
      SupervisorRef plain = Trees.start(Trees.FLAGS);
      assertThat(Supervisor.startChild(plain, takingExtra()).toString()).contains("got one without");
    });
  }

  /** Nobody is asked: there is no such supervisor */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > with invalid child spec")
  void withInvalidChildSpec() throws Exception {
    run(node, () -> {
      ChildSpec spec = sleepyWorker();
      // {:invalid_child_spec, %{}}, {:invalid_mfa, 2}, {:invalid_mfa, {Task, :foo, :bar}}: here a null in the place
      refused(spec.withId(null), Field.MISSING_ID, null);
      refused(spec.withStart(null), Field.MISSING_START, null);
      refused(spec.withShutdown(Duration.ofMillis(-1)), Field.INVALID_SHUTDOWN, Duration.ofMillis(-1));
      refused(spec.withSignificant(true), Field.INVALID_SIGNIFICANT, true);
      // Besides the other fields
      refused(spec.withRestart(null), Field.INVALID_RESTART_TYPE, null);
      refused(spec.withType(null), Field.INVALID_CHILD_TYPE, null);
      refused(spec.withModules(null), Field.INVALID_MODULES, null);
      // A supervisor that was asked past DynamicSupervisor says the same.
      assertThat(term(Supervisor.startChild(start(), spec.withSignificant(true))).toString())
          .contains("{invalid_significant, true}", "child child: significant is expected to be false");
    });
  }

  private static void refused(ChildSpec spec, Field field, Object value) {
    assertThat(term(DynamicSupervisor.startChild(SupervisorRef.named("not_used"), spec)))
        .isEqualTo(ChildSpecs.field(field, spec.id(), value));
  }

  /** sup: children that return one thing or another */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > with different returns")
  void withDifferentReturns() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      StartResult<Pid> extra = DynamicSupervisor.startChild(sup, worker(DynamicSupervisorStopTest::withInfo));
      assertThat(extra).isEqualTo(new StartResult.Ok<>(extra.orElseThrow(), extra.orElseThrow(), Optional.of("extra")));
      startChild(sup, sleepyWorker());
      assertThat(DynamicSupervisor.startChild(sup, worker(StartResult.Ignore::new))).isEqualTo(new StartResult.Ignore<>());
      assertThat(DynamicSupervisor.startChild(sup, worker(() -> StartResult.failed(FOUND))))
          .isEqualTo(StartResult.failed(FOUND));
      // {:error, :unknown}: what is no result at all
      assertThat(term(DynamicSupervisor.startChild(sup, worker(() -> null)))).isEqualTo(new BadReturnValue("null"));
      // Besides: only those that run are there.
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
    });
  }

  /** sup: children whose start function fails */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > with throw/error/exit")
  void withThrowErrorExit() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      assertThat(term(DynamicSupervisor.startChild(sup, worker(() -> {
        throw new ThrownException("oops");
      })))).isEqualTo(new NoCatch("oops"));
      IllegalStateException error = new IllegalStateException("oops");
      assertThat(DynamicSupervisor.startChild(sup, worker(() -> {
        throw error;
      }))).isEqualTo(StartResult.failed(ExitReason.crashed(error)));
      assertThat(DynamicSupervisor.startChild(sup, worker(() -> {
        throw new ExitException(FOUND);
      }))).isEqualTo(StartResult.failed(FOUND));
      // Besides: a result that is thrown is none. DS-6, other than SUP-15
      assertThat(DynamicSupervisor.startChild(sup, worker(() -> {
        throw new ThrownException(new StartResult.Ignore<>());
      }))).isInstanceOf(StartResult.Failed.class);
    });
  }

  /** sup, which may have none */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > with max_children")
  void withMaxChildren() throws Exception {
    run(node, () -> {
      SupervisorRef none = start(DynamicSupervisorFlags.DEFAULT.withMaxChildren(0));
      assertThat(term(DynamicSupervisor.startChild(none, sleepyWorker()))).isEqualTo(Refusal.MAX_CHILDREN);
      // Besides: a place that was left can be taken.
      SupervisorRef one = start(DynamicSupervisorFlags.DEFAULT.withMaxChildren(1));
      Pid first = startChild(one, sleepyWorker());
      assertThat(term(DynamicSupervisor.startChild(one, sleepyWorker()))).isEqualTo(Refusal.MAX_CHILDREN);
      DynamicSupervisor.terminateChild(one, first).orElseThrow();
      startChild(one, sleepyWorker());
    });
  }

  /** sup: a temporary child, twice */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > temporary child is not restarted regardless of reason")
  void temporary() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      for (ExitReason reason : List.of(ExitReason.SHUTDOWN, WHATEVER)) {
        kill(startChild(sup, sleepyWorker().withRestart(Restart.TEMPORARY)), reason);
        assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      }
    });
  }

  /** sup: a transient child, three times */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > transient child is restarted unless normal/shutdown/{shutdown, _}")
  void transientChild() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      ChildSpec child = sleepyWorker().withRestart(Restart.TRANSIENT);
      for (ExitReason reason : List.of(ExitReason.SHUTDOWN, ExitReason.shutdown("signal"))) {
        kill(startChild(sup, child), reason);
        assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      }
      kill(startChild(sup, child), WHATEVER);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
    });
  }

  /** sup: three permanent children */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > permanent child is restarted regardless of reason")
  void permanent() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(MANY_RESTARTS);
      int children = 0;
      for (ExitReason reason : List.of(ExitReason.SHUTDOWN, ExitReason.shutdown("signal"), WHATEVER)) {
        kill(startChild(sup, sleepyWorker()), reason);
        children++;
        assertThat(counts(sup)).isEqualTo(counts(children, children, 0, children));
      }
    });
  }

  private static List<String> states(SupervisorRef sup) {
    return DynamicSupervisor.whichChildren(sup).stream().map(child -> child.id() + " " + child.state()).toList();
  }

  /** sup: children that return other values when they are restarted. Upstream's "child is restarted with different values" */
  @Test
  void restartedWithDifferentValues() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(MANY_RESTARTS);
      Pid child1 = startChild(sup, once(DynamicTrees::sleepy));
      assertThat(states(sup)).containsExactly("undefined " + child1);
      kill(child1, ExitReason.SHUTDOWN);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      Pid child2 = startChild(sup, once(DynamicSupervisorStopTest::withInfo));
      assertThat(states(sup)).hasSize(2).first().isEqualTo("undefined " + child2);
      kill(child2, ExitReason.SHUTDOWN);
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
      Pid child3 = startChild(sup, once(StartResult.Ignore::new));
      assertThat(states(sup)).hasSize(3);
      kill(child3, ExitReason.SHUTDOWN);
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
      Pid child4 = startChild(sup, once(() -> StartResult.failed(FOUND)));
      assertThat(states(sup)).hasSize(3);
      kill(child4, ExitReason.SHUTDOWN);
      assertThat(counts(sup)).isEqualTo(counts(3, 2, 0, 3));
      Pid child5 = startChild(sup, once(() -> null));
      assertThat(states(sup)).hasSize(4).filteredOn("undefined restarting"::equals).hasSize(1);
      kill(child5, ExitReason.SHUTDOWN);
      assertThat(counts(sup)).isEqualTo(counts(4, 2, 0, 4));
    });
  }

  /** sup, which may have one: a child that cannot be restarted */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > restarting on init children counted in max_children")
  void restartingOnInitCounts() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(MANY_RESTARTS.withMaxChildren(1));
      kill(startChild(sup, once(() -> StartResult.failed(FOUND))), ExitReason.SHUTDOWN);
      assertThat(counts(sup)).isEqualTo(counts(1, 0, 0, 1));
      assertThat(term(DynamicSupervisor.startChild(sup, sleepyWorker()))).isEqualTo(Refusal.MAX_CHILDREN);
    });
  }

  /** sup, which may have one: a child that is restarted */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > restarting on exit children counted in max_children")
  void restartingOnExitCounts() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(MANY_RESTARTS.withMaxChildren(1));
      kill(startChild(sup, sleepyWorker()), ExitReason.SHUTDOWN);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      assertThat(term(DynamicSupervisor.startChild(sup, sleepyWorker()))).isEqualTo(Refusal.MAX_CHILDREN);
    });
  }

  /** sup, with an extra argument: a child that takes it, twice */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > restarting a child with extra_arguments successfully restarts child")
  void restartedWithExtraArguments() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(DynamicSupervisorFlags.DEFAULT.withExtraArgument(new Extra(Process.self(), "from_child")));
      Pid child = startChild(sup, takingExtra().withRestart(Restart.TRANSIENT));
      Process.receive(String.class, "from_child"::equals);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      kill(child, WHATEVER);
      Process.receive(String.class, "from_child"::equals);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
    });
  }

  /** sup: a child that fails at every second start */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > child is restarted when trying again")
  void restartedWhenTryingAgain() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(DynamicSupervisorFlags.DEFAULT.withIntensity(2));
      Pid test = Process.self();
      boolean[] worked = {false};
      Pid child = startChild(sup, worker(() -> {
        worked[0] = !worked[0];
        Process.send(test, "try_again " + worked[0]);
        return worked[0] ? sleepy() : StartResult.failed(FOUND);
      }));
      assertThat(Process.receive(String.class)).isEqualTo("try_again true");
      kill(child, ExitReason.SHUTDOWN);
      assertThat(Process.receive(String.class)).isEqualTo("try_again false");
      assertThat(Process.receive(String.class)).isEqualTo("try_again true");
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
    });
  }

  /** sup, which may restart once: a child that cannot be restarted */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > child triggers maximum restarts")
  void triggersMaximumRestarts() throws Exception {
    givesUp(1);
  }

  /** sup, which may restart ten times: a child that cannot be restarted */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > child triggers maximum intensity when trying again")
  void triggersMaximumIntensityWhenTryingAgain() throws Exception {
    givesUp(10);
  }

  private void givesUp(int intensity) throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(DynamicSupervisorFlags.DEFAULT.withIntensity(intensity));
      int[] attempts = {0};
      kill(startChild(sup, once(() -> {
        attempts[0]++;
        return StartResult.failed(FOUND);
      })), ExitReason.SHUTDOWN);
      exited(sup.pid(), ExitReason.SHUTDOWN);
      // Besides: each attempt counts.
      assertThat(attempts[0]).isEqualTo(intensity);
    });
  }

  /** sup: children with a shutdown of zero and one millisecond */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > with valid shutdown")
  void withValidShutdown() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      for (Shutdown shutdown : List.of(Shutdown.afterMillis(0), Shutdown.afterMillis(1), Shutdown.INFINITY,
          Shutdown.BRUTAL_KILL)) {
        Pid child = startChild(sup, sleepyWorker().withRestart(Restart.TEMPORARY).withShutdown(shutdown));
        assertThat(kill(child, ExitReason.SHUTDOWN)).isEqualTo(ExitReason.SHUTDOWN);
      }
    });
  }

  /** Nobody is asked: there is no such supervisor */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > with invalid valid shutdown")
  void withInvalidShutdown() throws Exception {
    run(node, () -> refused(sleepyWorker().withShutdown(Duration.ofMillis(-1)), Field.INVALID_SHUTDOWN, Duration.ofMillis(-1)));
  }
}

package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.DynamicTrees.sleepyWorker;
import static dev.ninefold.supervisor.DynamicTrees.start;
import static dev.ninefold.supervisor.DynamicTrees.startChild;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.SystemRequest.Failure;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.ProgressReport;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.SupervisorError.BadReturn;
import dev.ninefold.supervisor.SupervisorError.Flag;
import dev.ninefold.supervisor.SupervisorError.SupervisorData;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How dynamic supervisors start, what they are in a tree, and how they answer system messages: DS-1 to DS-3, DS-16 to DS-20. */
@WithNode(manualTime = true)
class DynamicSupervisorStartTest {

  private static final String SUITE = "Elixir dynamic_supervisor_test";

  private static final DynamicSupervisorFlags FLAGS = DynamicSupervisorFlags.DEFAULT;

  TestNode node;

  /** Upstream's {@code Simple}: init returns what it is given. */
  private record Simple(DynamicSupervisorSpec init) implements DynamicSupervisor {}

  /** sup: a dynamic supervisor */
  @Test
  @OtpCase(suite = SUITE, name = "can be supervised directly")
  void canBeSupervisedDirectly() throws Exception {
    run(node, () -> {
      Trees.start(Trees.FLAGS, ChildSpec.ofDynamicSupervisor(FLAGS, StartOptions.named("dyn_sup_spec_test")));
      assertThat(DynamicSupervisor.whichChildren(SupervisorRef.named("dyn_sup_spec_test"))).isEmpty();
      // Besides: it shows in the tree, with its children.
      Pid child = startChild(SupervisorRef.named("dyn_sup_spec_test"), sleepyWorker());
      SupervisionTree below = Supervisor.tree(SupervisorRef.named("sup_test"), Duration.ofSeconds(1)).children().getFirst();
      assertThat(below.name()).contains("dyn_sup_spec_test");
      assertThat(below.children()).extracting(SupervisionTree::pid).containsExactly(Optional.of(child));
    });
  }

  /** sup: dynamic supervisors with names, and one without */
  @Test
  @OtpCase(suite = SUITE, name = "multiple supervisors can be supervised and identified with simple child spec")
  void manyCanBeSupervised() throws Exception {
    run(node, () -> {
      List<Name> names =
          List.of(Name.local("simple_name"), Name.global("global_name"),
              Name.via(new ElixirSupervisorTest.GlobalNames(), "via_name"));
      SupervisorRef sup = Trees.start(Trees.FLAGS,
          names.stream()
              .map(name -> ChildSpec.ofDynamicSupervisor(FLAGS, StartOptions.DEFAULT.withName(name)))
              .toArray(ChildSpec[]::new));
      ChildSpec noName = ChildSpec.ofDynamicSupervisor(FLAGS, StartOptions.DEFAULT);
      Pid pid = Trees.startChild(sup, noName);
      for (Name name : names) {
        assertThat(DynamicSupervisor.whichChildren(SupervisorRef.of(name))).isEmpty();
      }
      assertThat(DynamicSupervisor.whichChildren(SupervisorRef.of(pid))).isEmpty();
      assertThat(term(Supervisor.startChild(sup, noName))).isEqualTo(new StartResult.AlreadyStarted(Optional.of(pid)));
    });
  }

  /** (no process) */
  @Test
  @OtpCase(suite = SUITE, name = "use/2 > generates child_spec/1")
  void generatesChildSpec() {
    // %{id: Simple, start: {Simple, :start_link, [[:hello]]}, type: :supervisor}
    ChildSpec spec = ChildSpec.ofDynamicSupervisor(Simple.class, () -> new Simple(FLAGS), StartOptions.DEFAULT);
    assertThat(spec).isEqualTo(new ChildSpec(Simple.class, spec.start(), Restart.PERMANENT, Shutdown.INFINITY,
        ChildType.SUPERVISOR, Modules.of(Simple.class), false));
    // id: :id, restart: :temporary, shutdown: :infinity, start: {:foo, :bar, []}
    StartFunction start = StartResult.Ignore::new;
    assertThat(spec.withId("id").withRestart(Restart.TEMPORARY).withShutdown(Shutdown.INFINITY).withStart(start))
        .isEqualTo(new ChildSpec("id", start, Restart.TEMPORARY, Shutdown.INFINITY, ChildType.SUPERVISOR,
            Modules.of(Simple.class), false));
  }

  /** (no process) */
  @Test
  @OtpCase(suite = SUITE, name = "init/1 > set default options")
  void defaultOptions() {
    // strategy: :one_for_one is the only one
    assertThat(FLAGS).isEqualTo(
        new DynamicSupervisorFlags(3, Duration.ofSeconds(5), DynamicSupervisorFlags.UNLIMITED, Optional.empty(),
            Optional.empty()));
  }

  private static StartResult<SupervisorRef> tryStart(DynamicSupervisorSpec init) {
    return DynamicSupervisor.startLink(() -> new Simple(init));
  }

  @SuppressWarnings("NullOptional") // that is what is wrong
  private static final List<DynamicSupervisorFlags> WRONG =
      List.of(FLAGS.withIntensity(-1), FLAGS.withPeriod(Duration.ZERO), FLAGS.withMaxChildren(-1),
          new DynamicSupervisorFlags(1, Duration.ofSeconds(1), 1, null, Optional.empty()),
          new DynamicSupervisorFlags(1, Duration.ofSeconds(1), 1, Optional.empty(), null));
  private static final List<SupervisorError> FAULTS =
      List.of(ChildSpecs.flag(Flag.INVALID_INTENSITY, -1), ChildSpecs.flag(Flag.INVALID_PERIOD, Duration.ZERO),
          ChildSpecs.flag(Flag.INVALID_MAX_CHILDREN, -1), ChildSpecs.flag(Flag.INVALID_EXTRA_ARGUMENTS, null),
          ChildSpecs.flag(Flag.INVALID_BACKOFF, null));

  /** sup, which cannot start */
  @Test
  @OtpCase(suite = SUITE, name = "start_link/3 > with non-ok init")
  void withNonOkInit() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      // invalid_strategy and invalid_auto_shutdown: the compiler excludes them
      for (int i = 0; i < WRONG.size(); i++) {
        assertThat(term(tryStart(WRONG.get(i)))).isEqualTo(new SupervisorData(FAULTS.get(i)));
      }
      assertThat(term(tryStart(null))).isEqualTo(new BadReturn(Simple.class.getName(), "null"));
      assertThat(tryStart(DynamicSupervisorSpec.ignore())).isEqualTo(new StartResult.Ignore<>());
      // Besides: as of any supervisor, what is thrown. SUP-12
      assertThat(term(DynamicSupervisor.startLink(() -> () -> {
        throw new ThrownException("thrown");
      }))).isEqualTo(new BadReturnValue("thrown"));
      IllegalStateException error = new IllegalStateException("init");
      assertThat(Trees.reason(DynamicSupervisor.startLink(() -> () -> {
        throw error;
      }))).isEqualTo(ExitReason.crashed(error));
    });
  }

  /** A supervisor with a name */
  @Test
  @OtpCase(suite = SUITE, name = "start_link/3 > with registered process")
  void withRegisteredProcess() throws Exception {
    run(node, () -> {
      SupervisorRef sup = DynamicSupervisor.startLink(() -> new Simple(FLAGS), StartOptions.named("registered")).orElseThrow();
      assertThat(Process.info(Process.self()).orElseThrow().links()).contains(sup.pid());
      assertThat(Process.whereis("registered")).contains(sup.pid());
      assertThat(Process.info(sup.pid()).orElseThrow().initialCall())
          .contains(new InitialCall("supervisor", Simple.class.getName(), 1));
      DynamicSupervisor.stop(SupervisorRef.named("registered"));
      assertThat(Process.isAlive(sup.pid())).isFalse();
    });
  }

  /** A supervisor of each kind, without a module */
  @Test
  @OtpCase(suite = SUITE, name = "start_link/3 > sets initial call to the same as a regular supervisor")
  void initialCall() throws Exception {
    run(node, () -> {
      SupervisorRef regular = Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
      assertThat(Process.info(regular.pid()).orElseThrow().initialCall())
          .contains(new InitialCall("supervisor", Supervisor.Default.class.getName(), 1));
      assertThat(Process.info(start().pid()).orElseThrow().initialCall())
          .contains(new InitialCall("supervisor", DynamicSupervisor.Default.class.getName(), 1));
    });
  }

  private static void upgrade(SupervisorRef sup, DynamicSupervisorSpec result) {
    Sys.suspend(sup.destination());
    try {
      Sys.changeCode(sup.destination(), new Simple(result), "dummy_vsn", "");
    } finally {
      Sys.resume(sup.destination());
    }
  }

  private static Object refused(SupervisorRef sup, DynamicSupervisorSpec result) {
    Object before = Sys.getState(sup.destination());
    SysException refusal = catchThrowableOfType(SysException.class, () -> upgrade(sup, result));
    assertThat(Sys.getState(sup.destination())).isEqualTo(before);
    return ((ExitReason.Other) ((Failure.CallbackFailed) refusal.failure()).reason()).term();
  }

  /** sup, as changes bring it */
  @Test
  @OtpCase(suite = SUITE, name = "code_change/3 > with non-ok init")
  void codeChangeWithNonOkInit() throws Exception {
    run(node, () -> {
      SupervisorRef sup = tryStart(FLAGS).orElseThrow();
      for (int i = 0; i < WRONG.size(); i++) {
        assertThat(refused(sup, WRONG.get(i))).isEqualTo(new SupervisorData(FAULTS.get(i)));
      }
      assertThat(refused(sup, null)).isInstanceOf(BadReturn.class);
      upgrade(sup, DynamicSupervisorSpec.ignore());
      assertThat(((DynamicSupervisor.State) Sys.getState(sup.destination())).flags()).isEqualTo(FLAGS);
    });
  }

  /** sup: a child. Flags are taken over, children stay. Upstream's "code_change/3 with ok init" */
  @Test
  void codeChangeWithOkInit() throws Exception {
    run(node, () -> {
      SupervisorRef sup = tryStart(FLAGS).orElseThrow();
      startChild(sup, sleepyWorker());
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      upgrade(sup, FLAGS.withMaxChildren(1));
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      assertThat(term(DynamicSupervisor.startChild(sup, sleepyWorker()))).isEqualTo(SupervisorError.Refusal.MAX_CHILDREN);
      Supervisor other = () -> SupervisorSpec.of(Trees.FLAGS);
      Sys.suspend(sup.destination());
      assertThatThrownBy(() -> Sys.changeCode(sup.destination(), other, "1", "")).isInstanceOf(SysException.class)
          .hasMessageContaining("an instance of " + DynamicSupervisor.class.getName());
    });
  }

  /** sup: a child */
  @Test
  void stateAndStatus() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withMaxChildren(7));
      Pid child = startChild(sup, sleepyWorker());
      DynamicSupervisor.State state = (DynamicSupervisor.State) Sys.getState(sup.destination());
      assertThat(state.flags().maxChildren()).isEqualTo(7);
      assertThat(state.children()).isEqualTo(DynamicSupervisor.whichChildren(sup))
          .extracting(ChildInfo::pid)
          .containsExactly(Optional.of(child));
      SystemStatus status = Sys.getStatus(sup.destination());
      assertThat(status.behaviour()).isEqualTo("dynamic_supervisor");
      assertThat(status.state()).isEqualTo(state);
      assertThat(Supervisor.getCallbackModule(sup)).isEqualTo(DynamicSupervisor.Default.class.getName());
      assertThat(Sys.replaceState(sup.destination(), same -> same)).isEqualTo(state);
      assertThatThrownBy(() -> Sys.replaceState(sup.destination(), _ -> "other")).isInstanceOf(SysException.class)
          .hasMessageContaining("startChild");
    });
  }

  /** sup: a temporary child and a permanent one. DS-16, DS-20 */
  @Test
  void reports() throws Exception {
    node.ignoreReports(CrashReport.class);
    run(node, () -> {
      SupervisorRef sup = DynamicSupervisor.startLink(FLAGS, StartOptions.named("reporting")).orElseThrow();
      Pid temporary = startChild(sup, sleepyWorker().withRestart(Restart.TEMPORARY));
      DynamicTrees.kill(temporary, Trees.DIED);
      SupervisorReport report = node.expectReport(SupervisorReport.class);
      assertThat(report.supervisor()).hasToString("reporting");
      assertThat(report.errorContext()).isEqualTo("child_terminated");
      assertThat(report.reason()).isEqualTo(Trees.DIED);
      assertThat(report.offender()).isEqualTo(java.util.Map.of("pid", temporary, "id", ChildInfo.NoId.UNDEFINED, "mfargs",
          "undefined", "restart_type", Restart.TEMPORARY, "shutdown", Shutdown.afterMillis(5000), "child_type",
          ChildType.WORKER));
      Pid permanent = startChild(sup, DynamicTrees.once(StartResult.Ignore::new));
      DynamicTrees.kill(permanent, Trees.DIED);
      assertThat(node.expectReport(SupervisorReport.class).offender().get("mfargs")).asString().contains("(lambda)");
      // DS-12
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      Pid failing = startChild(sup, DynamicTrees.once(() -> StartResult.failed(Trees.DIED)));
      DynamicTrees.kill(failing, Trees.DIED);
      Trees.exited(sup.pid(), ExitReason.SHUTDOWN);
      List<SupervisorReport> last = node.expectReports(4, SupervisorReport.class);
      assertThat(last).extracting(SupervisorReport::errorContext)
          .containsExactly("child_terminated", "start_error", "start_error", "shutdown");
      assertThat(last.get(1).offender().get("pid")).hasToString("{restarting, " + failing + "}");
      assertThat(last.getLast().reason()).isEqualTo("reached_max_restart_intensity");
    });
    // Starts make none.
    assertThat(node.reports(ProgressReport.class)).isEmpty();
  }

  /** sup. DS-17, DS-19 */
  @Test
  void messagesAndExitsOfStrangers() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start();
      Process.send(sup.pid(), "hello");
      node.awaitDeath(node.spawn(() -> Process.exit(sup.pid(), Trees.DIED)));
      assertThat(node.expectReport(SupervisorReports.UnexpectedMessage.class).message()).isEqualTo("hello");
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      Trees.stop(sup);
    });
  }
}

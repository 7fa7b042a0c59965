package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.Level;
import dev.ninefold.report.ProgressReport;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.SupervisorError.BadReturn;
import dev.ninefold.supervisor.SupervisorError.Field;
import dev.ninefold.supervisor.SupervisorError.Flag;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Reports and system messages: SUP-81 to SUP-88. */
@WithNode(manualTime = true)
class SupervisorSystemTest {

  private static final String SUITE = "supervisor_SUITE";

  TestNode node;

  // ---- change_code

  /** sup_test: child1, child3, child2, as changes bring them */
  @Test
  @OtpCase(suite = SUITE, name = "code_change_map")
  void codeChange() throws Exception {
    run(node, () -> {
      SupervisorFlags flags = SupervisorFlags.DEFAULT;
      SupervisorRef sup = start(flags);
      assertThat(Trees.which(sup)).isEmpty();
      // Change supervisor flags
      Upgrades.changes(sup, SupervisorSpec.of(flags.withIntensity(1, Duration.ofSeconds(3))));
      // Faulty childspec: {error,{error,missing_start}}
      assertThat(Upgrades.refused(sup, SupervisorSpec.of(flags, kid("faulty_child").withStart(null))))
          .isEqualTo(ChildSpecs.field(Field.MISSING_START, "faulty_child", null));
      // Add child1 and child2. Children are not automatically started
      ChildSpec child1 = kid("child1").withShutdown(Duration.ofSeconds(2));
      Upgrades.changes(sup, SupervisorSpec.of(flags, child1, kid("child2")));
      assertThat(Trees.which(sup)).containsExactly("child2 undefined", "child1 undefined");
      Supervisor.restartChild(sup, "child1").orElseThrow();
      Supervisor.restartChild(sup, "child2").orElseThrow();
      assertThat(Trees.ids(sup)).containsExactly("child2", "child1");
      assertThat(Supervisor.getChildspec(sup, "child1")).contains(child1);
      // Change child1, remove child2 and add child3. Children are not deleted on upgrade
      ChildSpec child11 = kid("child1").withShutdown(Duration.ofSeconds(1));
      Pid before = pid(sup, "child1");
      Upgrades.changes(sup, SupervisorSpec.of(flags, child11, kid("child3")));
      assertThat(Trees.ids(sup)).containsExactly("child2", "child3", "child1");
      assertThat(Supervisor.getChildspec(sup, "child1")).contains(child11);
      assertThat(pid(sup, "child1")).isEqualTo(before);
      // Ignore during upgrade
      Upgrades.upgrade(sup, SupervisorSpec.ignore());
      assertThat(Trees.ids(sup)).containsExactly("child2", "child3", "child1");
      // Error during upgrade: {error, faulty_return}
      assertThat(Upgrades.refused(sup, null)).isInstanceOf(BadReturn.class);
      // Faulty flags: {error,{error,{invalid_intensity,faulty_intensity}}}
      assertThat(Upgrades.refused(sup, SupervisorSpec.of(flags.withIntensity(-1))))
          .isEqualTo(ChildSpecs.flag(Flag.INVALID_INTENSITY, -1));
      stop(sup);
    });
  }

  /** sup: child. Only a suspended one takes new code; a module that throws is refused, and so is what is none. */
  @Test
  void codeChangesThatAreRefused() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child"));
      Supervisor next = () -> SupervisorSpec.of(FLAGS);
      assertThatThrownBy(() -> Sys.changeCode(sup.destination(), next, "1", "")).isInstanceOf(SysException.class);
      Sys.suspend(sup.destination());
      Supervisor throwing = () -> {
        throw new IllegalStateException("init");
      };
      assertThatThrownBy(() -> Sys.changeCode(sup.destination(), throwing, "1", "")).isInstanceOf(SysException.class)
          .hasMessageContaining("init");
      Supplier<Supervisor> factory = () -> next;
      assertThatThrownBy(() -> Sys.changeCode(sup.destination(), factory, "1", "")).isInstanceOf(SysException.class)
          .hasMessageContaining("module: expected")
          .hasMessageContaining("got " + factory);
      assertThatThrownBy(() -> Sys.changeCode(sup.destination(), null, "1", "")).isInstanceOf(SysException.class)
          .hasMessageContaining("got null");
      Sys.resume(sup.destination());
      assertThat(Trees.counts(sup)).isEqualTo(Trees.counts(1, 1, 0, 1));
      stop(sup);
    });
  }

  // ---- the other system messages

  /** sup_test: child */
  @Test
  void stateAndStatus() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child"));
      Supervisor.State state = (Supervisor.State) Sys.getState(sup.destination());
      assertThat(state.flags()).isEqualTo(FLAGS);
      assertThat(state.children()).isEqualTo(Supervisor.whichChildren(sup));
      SystemStatus status = Sys.getStatus(sup.destination());
      assertThat(status.behaviour()).isEqualTo("supervisor");
      assertThat(status.state()).isEqualTo(state);
      assertThat(status.parent()).isEqualTo(Process.self());
      assertThat(Sys.replaceState(sup.destination(), same -> same)).isEqualTo(state);
      assertThatThrownBy(() -> Sys.replaceState(sup.destination(), _ -> "other")).isInstanceOf(SysException.class)
          .hasMessageContaining("startChild");
      assertThat(Process.info(sup.pid()).orElseThrow().initialCall().orElseThrow().module()).isEqualTo("supervisor");
      stop(sup);
    });
  }

  /** sup_test: child. SUP-88, SYS-6 */
  @Test
  void suspended() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child"));
      Pid first = pid(sup, "child");
      Sys.suspend(sup.destination());
      end(first, DIED);
      Supervisor.State state = (Supervisor.State) Sys.getState(sup.destination());
      assertThat(state.children().getFirst().pid()).contains(first);
      Sys.resume(sup.destination());
      assertThat(pid(sup, "child")).isNotEqualTo(first);
      // The parent's exit is heeded also then.
      Sys.suspend(sup.destination());
      stop(sup);
    });
  }

  // ---- reports

  private static Map<String, Object> offender(Object pid, Restart restart) {
    return Map.of("pid", pid, "id", "child1", "mfargs", Trees.class.getName() + " (lambda)", "restart_type", restart,
        "significant",
        false, "shutdown", Shutdown.afterMillis(1000), "child_type", ChildSpec.ChildType.WORKER);
  }

  /** sup_test: child1. SUP-81 to SUP-85 */
  @Test
  void reportsOfARestart() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child1"));
      Pid first = pid(sup, "child1");
      Process.send(first, Kid.DIE);
      node.await("it is restarted", () -> Supervisor.whichChild(sup, "child1").orElseThrow().restarts() == 1);
      Pid second = pid(sup, "child1");
      List<Class<?>> order = node.reports().stream().map(ReportEvent::report).<Class<?>>map(Report::getClass).toList();
      assertThat(order).containsExactly(ProgressReport.class, TerminateReport.class, CrashReport.class, SupervisorReport.class,
          ProgressReport.class);
      node.expectReport(TerminateReport.class);
      node.expectReport(CrashReport.class);
      ReportEvent event = node.expectReportEvent(SupervisorReport.class, _ -> true);
      assertThat(event.process()).isEqualTo(sup.pid());
      SupervisorReport report = (SupervisorReport) event.report();
      assertThat(report.supervisor()).hasToString("sup_test");
      assertThat(report.errorContext()).isEqualTo("child_terminated");
      assertThat(report.reason()).isInstanceOf(ExitReason.Crashed.class);
      assertThat(report.offender()).isEqualTo(offender(first, Restart.PERMANENT));
      ProgressReport progress = node.reports(ProgressReport.class).getLast();
      assertThat(progress.level()).isEqualTo(Level.INFO);
      assertThat(progress.fields().get("started")).isEqualTo(offender(second, Restart.PERMANENT));
      stop(sup);
    });
  }

  /** sup, without a name: child1, started by start_child and restart_child. SUP-82, SUP-84 */
  @Test
  void progressOfStartChild() throws Exception {
    run(node, () -> {
      Supervisor tree = () -> SupervisorSpec.of(FLAGS);
      SupervisorRef sup = Supervisor.startLink(() -> tree).orElseThrow();
      Trees.startChild(sup, kid("child1"));
      Supervisor.terminateChild(sup, "child1").orElseThrow();
      Supervisor.restartChild(sup, "child1").orElseThrow();
      assertThat(node.reports(ProgressReport.class)).hasSize(2).allSatisfy(report -> {
        assertThat(report.level()).isEqualTo(Level.DEBUG);
        assertThat(report.fields().get("supervisor")).hasToString("{" + sup.pid() + ", " + tree.getClass().getName() + "}");
      });
      stop(sup);
    });
  }

  /** sup_test: child1, and an intensity of zero. SUP-36 */
  @Test
  void reportsOfTheEnd() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(0), kid("child1"), kid("child2"));
      end(pid(sup, "child1"), ExitReason.NORMAL);
      Trees.exited(sup.pid(), ExitReason.SHUTDOWN);
    });
    assertThat(node.expectReports(2, SupervisorReport.class)).extracting(SupervisorReport::errorContext, SupervisorReport::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("child_terminated", ExitReason.NORMAL),
            org.assertj.core.groups.Tuple.tuple("shutdown", "reached_max_restart_intensity"));
  }

  /** sup_test: child1 (transient), child2 (temporary). Normal ends are silent. SUP-22, SUP-23 */
  @Test
  void normalEndsOfOthersAreSilent() throws Exception {
    run(node, () -> {
      SupervisorRef sup =
          start(FLAGS, kid("child1").withRestart(Restart.TRANSIENT), kid("child2").withRestart(Restart.TEMPORARY));
      end(pid(sup, "child1"), ExitReason.SHUTDOWN);
      end(pid(sup, "child2"), ExitReason.shutdown("done"));
      assertThat(Trees.which(sup)).containsExactly("child1 undefined");
      stop(sup);
    });
    assertThat(node.reports(SupervisorReport.class)).isEmpty();
  }

  /** sup_test. SUP-31 */
  @Test
  void unexpectedMessages() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Process.send(sup.pid(), "hello");
      node.spawn(() -> Process.exit(sup.pid(), new ExitReason.Other("stranger")));
      SupervisorReports.UnexpectedMessage report = node.expectReport(SupervisorReports.UnexpectedMessage.class);
      assertThat(report.label()).isEqualTo("{supervisor, unexpected_msg}");
      assertThat(report.headline()).isEqualTo("Supervisor received unexpected message: hello");
      assertThat(Trees.counts(sup)).isEqualTo(Trees.counts(0, 0, 0, 0));
      stop(sup);
    });
  }

  /** sup_test, whose parent ends with a reason that is not silent: reported as of a gen_server */
  @Test
  void anAbnormalEnd() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child"));
      Supervisor.stop(sup, new ExitReason.Other("strange"), dev.ninefold.time.Timeout.INFINITY);
      Trees.exited(sup.pid(), new ExitReason.Other("strange"));
    });
    assertThat(node.expectReport(TerminateReport.class).name()).isEqualTo("sup_test");
    node.expectReport(CrashReport.class);
  }
}

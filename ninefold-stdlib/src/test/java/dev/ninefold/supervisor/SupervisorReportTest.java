package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Pid;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Which reports a supervisor makes about children that cannot be started or stopped, their order, and above all what they say is the pid: as
 * seen on Erlang/OTP, with the same trees.
 */
@WithNode(manualTime = true)
class SupervisorReportTest {

  TestNode node;
  private int taken;

  /** A child that starts once; later starts fail with {@code {no, 2}}, {@code {no, 3}} and so on. */
  private static ChildSpec once(Object id) {
    AtomicInteger starts = new AtomicInteger();
    return kid(id).withStart(() -> {
      int start = starts.incrementAndGet();
      return start == 1 ? Kid.startLink() : StartResult.failed(ExitReason.of("{no, " + start + "}"));
    });
  }

  /** Takes all reports so far, each as context, reason, id and pid of the offender. */
  private List<String> reports(int count) {
    List<String> reports = new ArrayList<>();
    for (SupervisorReport report : node.expectReports(count, SupervisorReport.class)) {
      assertThat(report.offender().keySet()).containsExactly("pid", "id", "mfargs", "restart_type", "significant", "shutdown",
          "child_type");
      reports.add(report.errorContext() + " " + report.reason() + ": " + report.offender().get("id") + " "
          + report.offender().get("pid"));
    }
    taken += count;
    assertThat(node.reports(SupervisorReport.class)).hasSize(taken);
    return reports;
  }

  private List<String> reportsOfGivingUp(Strategy strategy, Object ends, ChildSpec... specs) throws Exception {
    List<Pid> pids = new ArrayList<>();
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withStrategy(strategy), specs);
      pids.add(pid(sup, ends));
      end(pids.getFirst(), DIED);
      exited(sup.pid(), ExitReason.SHUTDOWN);
    });
    node.ignoreReports(CrashReport.class);
    node.ignoreReports(TerminateReport.class);
    return reports(4).stream().map(text -> text.replace(pids.getFirst().toString(), "OLD")).toList();
  }

  /** sup_test (one_for_one, intensity 2): a, which starts once; b */
  @Test
  void oneForOneGivesUp() throws Exception {
    assertThat(reportsOfGivingUp(Strategy.ONE_FOR_ONE, "a", once("a"), kid("b"))).containsExactly(
        "child_terminated died: a OLD",
        "start_error {no, 2}: a OLD",
        "start_error {no, 3}: a {restarting, OLD}",
        "shutdown reached_max_restart_intensity: a {restarting, OLD}");
  }

  /** sup_test (one_for_all, intensity 2): z; a, which starts once; b */
  @Test
  void oneForAllGivesUp() throws Exception {
    assertThat(reportsOfGivingUp(Strategy.ONE_FOR_ALL, "a", kid("z"), once("a"), kid("b"))).containsExactly(
        "child_terminated died: a OLD",
        "start_error {no, 2}: a undefined",
        "start_error {no, 3}: a undefined",
        "shutdown reached_max_restart_intensity: a {restarting, OLD}");
  }

  /** sup_test (rest_for_one, intensity 2): z; b, which dies; a, which starts once; y */
  @Test
  void restForOneGivesUp() throws Exception {
    assertThat(reportsOfGivingUp(Strategy.REST_FOR_ONE, "b", kid("z"), kid("b"), once("a"), kid("y"))).containsExactly(
        "child_terminated died: b OLD",
        "start_error {no, 2}: a undefined",
        "start_error {no, 3}: a undefined",
        "shutdown reached_max_restart_intensity: a {restarting, undefined}");
  }

  /** sup_test: k; a, which cannot be started */
  @Test
  void aFirstStartThatFails() throws Exception {
    run(node, () -> {
      ChildSpec failing = kid("a").withStart(() -> StartResult.failed(ExitReason.of("no")));
      StartResult<SupervisorRef> result = Trees.tryStart(SupervisorSpec.of(FLAGS, kid("k"), failing));
      assertThat(Trees.reason(result)).asString().isEqualTo("{shutdown, {failed_to_start_child, a, no}}");
    });
    assertThat(reports(1)).containsExactly("start_error no: a undefined");
  }

  /** sup_test: one child for each way in which a stop can go, stopped from the last to the first. SUP-48 */
  @Test
  void stopsThatAreNotProper() throws Exception {
    run(node, () -> {
      ChildSpec normal = kid("permanent, normal").withStart(() -> Plain.endsWith(ExitReason.NORMAL));
      ChildSpec oops = kid("temporary, oops").withStart(() -> Plain.endsWith(ExitReason.of("oops")));
      SupervisorRef sup = start(FLAGS,
          kid("permanent, brutal_kill").withShutdown(Shutdown.BRUTAL_KILL),
          kid("permanent, shutdown").withShutdown(Shutdown.INFINITY),
          kid("permanent, killed").withStart(Plain::deaf).withShutdown(Duration.ZERO),
          normal,
          normal.withId("transient, normal").withRestart(Restart.TRANSIENT),
          oops.withRestart(Restart.TEMPORARY));
      List<Pid> pids = Supervisor.whichChildren(sup).stream().flatMap(child -> child.pid().stream()).toList();
      Supervisor.terminateChild(sup, "temporary, oops").orElseThrow();
      Trees.stop(sup);
      assertThat(reports(3)).containsExactly(
          "shutdown_error oops: temporary, oops " + pids.get(0),
          "shutdown_error normal: permanent, normal " + pids.get(2),
          "shutdown_error killed: permanent, killed " + pids.get(3));
    });
  }

  // ---- trees

  private static ChildSpec sub(Restart restart) {
    SupervisorSpec spec = SupervisorSpec.of(FLAGS.withIntensity(0), kid("k"));
    return ChildSpec.supervisor("sub", () -> Supervisor.startLink(() -> () -> spec)).withRestart(restart);
  }

  private static Pid kidOf(SupervisorRef sup) {
    return pid(SupervisorRef.of(pid(sup, "sub")), "k");
  }

  /** sup_test (intensity 1): sub (intensity 0): k. Each gives up with shutdown, which is no proper end of a permanent child. */
  @Test
  void nestedSupervisorsEscalate() throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(1), sub(Restart.PERMANENT));
      Pid sub = pid(sup, "sub");
      Pid k = kidOf(sup);
      end(k, DIED);
      node.await("sub is restarted", () -> Supervisor.whichChild(sup, "sub").orElseThrow().restarts() == 1);
      assertThat(reports(3)).containsExactly("child_terminated died: k " + k,
          "shutdown reached_max_restart_intensity: k " + k, "child_terminated shutdown: sub " + sub);
      Pid sub2 = pid(sup, "sub");
      Pid k2 = kidOf(sup);
      end(k2, DIED);
      exited(sup.pid(), ExitReason.SHUTDOWN);
      assertThat(reports(4)).containsExactly("child_terminated died: k " + k2,
          "shutdown reached_max_restart_intensity: k " + k2, "child_terminated shutdown: sub " + sub2,
          "shutdown reached_max_restart_intensity: sub " + sub2);
    });
  }

  /** sup_test: sub (transient, intensity 0): k. For a transient child shutdown is a proper end, so nobody starts it again. */
  @Test
  void aTransientSupervisorThatHasGivenUpStaysAway() throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, sub(Restart.TRANSIENT));
      Pid k = kidOf(sup);
      end(k, DIED);
      node.await("sub is not restarted", () -> Trees.which(sup).equals(List.of("sub undefined")));
      assertThat(reports(2)).containsExactly("child_terminated died: k " + k,
          "shutdown reached_max_restart_intensity: k " + k);
      Trees.stop(sup);
    });
  }
}

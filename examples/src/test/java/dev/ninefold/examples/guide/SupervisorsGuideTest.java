package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.report.Report;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Shutdown;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.SupervisionTree;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of docs/supervisors.md. */
@WithNode
class SupervisorsGuideTest {

  @Test
  void aCrash(TestNode node) throws Exception {
    node.run(() -> {
      // tag::use[]
      SupervisorRef supervisor = Supervisor.startLink(StackTree::new).orElseThrow();
      ServerRef<Stack.Call<?>, Stack.Cast> stack = ServerRef.named("stack");
      Stacks.pop(stack);
      Stacks.pop(stack);
      assertThatThrownBy(() -> Stacks.pop(stack)).isInstanceOf(ServerExitedException.class);
      // end::use[]
      node.expectReport(TerminateReport.class);
      node.expectReport(CrashReport.class);
      node.expectReport(SupervisorReport.class);
      // tag::restarted[]
      assertThat(Supervisor.whichChild(supervisor, Stack.class).orElseThrow().restarts()).isEqualTo(1);
      assertThat(Stacks.depth(stack)).isEqualTo(2);
      // end::restarted[]
      Supervisor.stop(supervisor);
    });
  }

  @Test
  void specs() {
    // tag::spec[]
    ChildSpec importer = ChildSpec.worker("importer", SupervisorsGuideTest::startImporter)
        .withRestart(Restart.TRANSIENT)
        .withShutdown(Duration.ofSeconds(30));
    // end::spec[]
    assertThat(importer.restart()).isEqualTo(Restart.TRANSIENT);
    assertThat(importer.shutdown()).isEqualTo(Shutdown.after(Duration.ofSeconds(30)));
  }

  // tag::plain-child[]
  static StartResult<Pid> startImporter() {
    var options = SpawnOptions.LINKED.withInitialCall(new InitialCall("Importer", "run", 0));
    Pid pid = Process.spawn(options, () -> Process.receive(String.class));
    return StartResult.ok(pid, pid);
  }
  // end::plain-child[]

  @Test
  void children(TestNode node) throws Exception {
    node.run(() -> {
      // tag::children[]
      var supervisor = Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, StartOptions.named("imports")).orElseThrow();
      var spec = ChildSpec.worker("importer", SupervisorsGuideTest::startImporter).withRestart(Restart.TRANSIENT);
      Pid importer = Supervisor.startChild(supervisor, spec).orElseThrow();
      assertThat(Supervisor.countChildren(supervisor).active()).isEqualTo(1);

      Supervisor.terminateChild(supervisor, "importer").orElseThrow();
      assertThat(Process.isAlive(importer)).isFalse();
      Supervisor.restartChild(supervisor, "importer").orElseThrow();
      Supervisor.terminateChild(supervisor, "importer").orElseThrow();
      Supervisor.deleteChild(supervisor, "importer").orElseThrow();
      assertThat(Supervisor.whichChildren(supervisor)).isEmpty();
      // end::children[]

      // tag::tree-text[]
      SupervisionTree tree = Supervisor.tree(supervisor, Duration.ofSeconds(1));
      assertThat(tree.toString()).isEqualTo("imports " + supervisor.pid() + " supervisor, restarts 0\n");
      // end::tree-text[]
      Supervisor.stop(supervisor);
    });
  }

  @Test
  void client(TestNode node) throws Exception {
    node.run(() -> {
      // tag::client-use[]
      var supervisor = Imports.startLink().orElseThrow();
      Imports.start("cities.csv").orElseThrow();
      assertThat(Imports.start("cities.csv")).isInstanceOf(StartResult.Failed.class);
      assertThat(Imports.running()).containsExactly("cities.csv");
      assertThat(Imports.cancel("cities.csv")).isTrue();
      assertThat(Imports.cancel("rivers.csv")).isFalse();
      // end::client-use[]
      assertThat(Imports.running()).isEmpty();
      Supervisor.stop(supervisor);
    });
  }

  @Test
  void plainMessages(TestNode node) throws Exception {
    node.run(() -> {
      // tag::plain[]
      var supervisor = Supervisor.startLink(StackTree::new).orElseThrow();
      Process.send(supervisor.pid(), "hello");
      assertThat(node.expectReport(Report.class, report -> report.label().equals("{supervisor, unexpected_msg}")).headline())
          .isEqualTo("Supervisor received unexpected message: hello");
      // end::plain[]
      Supervisor.stop(supervisor);
    });
  }

  @Test
  void wrongSpecs() {
    // tag::wrong[]
    var twice = List.of(ChildSpec.ofServer(Stack.class, Stack::new), ChildSpec.ofServer(Stack.class, Stack::new));
    assertThat(Supervisor.checkChildspecs(twice).toString())
        .contains("{duplicate_child_name, ", "ids are expected to be unique within a supervisor");
    // end::wrong[]
  }

  @Test
  void nesting(TestNode node) throws Exception {
    node.run(() -> {
      // tag::nesting[]
      var stacks = ChildSpec.ofSupervisor(StackTree.class, StackTree::new);
      var importer = ChildSpec.worker("importer", SupervisorsGuideTest::startImporter);
      var top = Supervisor.startLink(List.of(stacks, importer), Strategy.REST_FOR_ONE, StartOptions.named("top")).orElseThrow();
      SupervisionTree tree = Supervisor.tree(top, Duration.ofSeconds(1));
      assertThat(tree.children()).extracting(SupervisionTree::id).containsExactly(StackTree.class, "importer");
      assertThat(tree.children().getFirst().children().getFirst().name()).contains("stack");
      // end::nesting[]
      Supervisor.stop(top);
    });
  }

  @Test
  void tooOften(TestNode node) throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      // tag::too-often[]
      var flags = SupervisorFlags.DEFAULT.withIntensity(0);
      var child = ChildSpec.ofServer(Stack.class, Stack::new, StartOptions.named("stack"));
      Process.trapExit(true);
      var supervisor = Supervisor.startLink(List.of(child), flags, StartOptions.DEFAULT).orElseThrow();
      var ref = Process.monitor(supervisor.pid());
      Process.exit(Process.whereis("stack").orElseThrow(), ExitReason.KILL);
      var down = Process.receive(Info.Down.class, d -> d.ref() == ref);
      assertThat(down.reason()).isEqualTo(ExitReason.SHUTDOWN);
      // end::too-often[]
    });
  }
}

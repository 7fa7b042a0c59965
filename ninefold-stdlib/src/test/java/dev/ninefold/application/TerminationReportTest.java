package dev.ninefold.application;

import static dev.ninefold.application.TestApplication.notes;
import static dev.ninefold.application.TestApplication.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.application.Application.Started;
import dev.ninefold.application.ApplicationReports.GaveUp;
import dev.ninefold.application.ApplicationReports.TerminationReport;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.ReportHandler;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What is said of the end of a node for which an application is to blame. */
@WithNode(manualTime = true)
class TerminationReportTest {

  TestNode node;

  private static CompletableFuture<Termination> termination() {
    CompletableFuture<Termination> why = new CompletableFuture<>();
    Applications.onTermination(why::complete);
    return why;
  }

  private static Pid top(String application) {
    return Applications.getSupervisor(application).orElseThrow();
  }

  /**
   * <pre>
   * top
   *   inner
   *     server, which is killed twice
   * </pre>
   */
  @Test
  void whyASupervisorGaveUpIsSaid() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      CompletableFuture<Termination> why = termination();
      SupervisorFlags never = SupervisorFlags.DEFAULT.withIntensity(0);
      ChildSpec server = ChildSpec.worker("server", () -> StartResult.ok(TestApplication.top(), "server"));
      ChildSpec inner = ChildSpec.supervisor("inner",
          () -> Supervisor.startLink(List.of(server), SupervisorFlags.DEFAULT, StartOptions.named("inner")));
      Applications.load(spec("a", notes(),
          () -> Started.of(Supervisor.startLink(List.of(inner), never, StartOptions.named("top"))))).orElseThrow();
      Applications.start("a", RestartType.PERMANENT).orElseThrow();
      SupervisorRef ref = SupervisorRef.named("inner");
      Pid first = Supervisor.whichChild(ref, "server").orElseThrow().pid().orElseThrow();
      node.kill(first);
      Pid second = Supervisor.whichChild(ref, "server").orElseThrow().pid().orElseThrow();
      assertThat(second).isNotEqualTo(first);
      Process.exit(second, ExitReason.KILL);
      node.await(why);
    });
    TerminationReport report = node.expectReport(TerminationReport.class);
    assertThat(report.gaveUp()).extracting(GaveUp::child, GaveUp::lastExit)
        .containsExactly(Tuple.tuple("inner", ExitReason.SHUTDOWN), Tuple.tuple("server", ExitReason.KILLED));
    assertThat(report.headline()).isEqualTo("Application a has ended, and the node with it: shutdown; "
        + "supervisor top gave up, for its child inner had to be restarted too often, the last time because of shutdown; "
        + "supervisor inner gave up, for its child server had to be restarted too often, the last time because of killed");
  }

  /** More of them than reports are kept. */
  @Test
  void childrenThatEndBadlyMeanwhileHideNothing() throws Exception {
    int others = LastReports.KEPT + 8;
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      CompletableFuture<Termination> why = termination();
      List<ChildSpec> children = new ArrayList<>();
      children.add(ChildSpec.worker("server", () -> StartResult.ok(TestApplication.top(), "server")));
      for (int i = 0; i < others; i++) {
        String id = "other" + i;
        children.add(ChildSpec.worker(id, () -> StartResult.ok(endsBadly(), id)));
      }
      SupervisorFlags never = SupervisorFlags.DEFAULT.withIntensity(0);
      Applications.load(spec("a", notes(), () -> Started.of(Supervisor.startLink(children, never, StartOptions.named("top")))))
          .orElseThrow();
      Applications.start("a", RestartType.PERMANENT).orElseThrow();
      Process.exit(Supervisor.whichChild(SupervisorRef.named("top"), "server").orElseThrow().pid().orElseThrow(),
          ExitReason.KILL);
      node.await(why);
    });
    assertThat(node.reports(SupervisorReport.class)).filteredOn(report -> report.errorContext().equals("shutdown_error"))
        .hasSize(others);
    assertThat(node.expectReport(TerminationReport.class).gaveUp()).extracting(GaveUp::child, GaveUp::lastExit)
        .containsExactly(Tuple.tuple("server", ExitReason.KILLED));
  }

  private static Pid endsBadly() {
    CompletableFuture<Void> trapping = new CompletableFuture<>();
    Pid pid = Process.spawnLink(() -> {
      Process.trapExit(true);
      trapping.complete(null);
      Process.receive(Info.Exit.class);
      throw Process.exit(ExitReason.of("bad"));
    });
    trapping.join();
    return pid;
  }

  /** What was held back stands before the report that is looked for first. */
  @Test
  void theEndOfTheNodeIsToldLast() throws Exception {
    List<String> seen = notes();
    node.node().reports().add(new ReportHandler() {
      @Override
      public void handle(ReportEvent event) {
        seen.add(event.report().label());
      }

      @Override
      public void flush() {
        seen.add("flush");
      }
    });
    node.run(() -> {
      CompletableFuture<Termination> why = termination();
      Applications.load(spec("a")).orElseThrow();
      Applications.start("a", RestartType.PERMANENT).orElseThrow();
      Process.send(top("a"), ExitReason.NORMAL);
      node.await(why);
    });
    assertThat(seen).endsWith("{application_controller, exit}", "flush", "{application_controller, terminated}");
    node.expectReport(TerminationReport.class);
  }
}

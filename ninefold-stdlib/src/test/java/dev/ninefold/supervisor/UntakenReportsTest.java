package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.Status;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Process;
import dev.ninefold.report.Level;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.ReportHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reports that no handler takes are not made; processes crash and are restarted all the same. */
class UntakenReportsTest {

  /** Says that it has started, and crashes when it gets anything. */
  private record Crasher(List<String> starts, AtomicInteger formatted) implements GenServer<Integer, Request<?>, String> {
    @Override
    public Init<Integer> init() {
      starts.add("started");
      return Init.ok(0);
    }

    @Override
    public Next<Integer> handleCast(String message, Integer state) {
      throw new IllegalStateException(message);
    }

    @Override
    public Status formatStatus(Status status) {
      formatted.incrementAndGet();
      return status;
    }
  }

  private static List<String> labelsOfACrash(boolean taken, AtomicInteger formatted) throws Exception {
    List<String> labels = new CopyOnWriteArrayList<>();
    ReportHandler handler = new ReportHandler() {
      @Override
      public void handle(ReportEvent event) {
        labels.add(event.report().label());
      }

      @Override
      public boolean takes(Level level, String label) {
        return taken;
      }
    };
    try (Node node = Node.start(NodeOptions.named("untaken").withReportHandlers(handler))) {
      return node.run(() -> {
        List<String> starts = new CopyOnWriteArrayList<>();
        SupervisorRef supervisor = Supervisor.startLink(
            List.of(ChildSpec.worker("crasher", () -> GenServer.startLink(() -> new Crasher(starts, formatted),
                StartOptions.named("crasher")))),
            SupervisorFlags.of(Strategy.ONE_FOR_ONE), StartOptions.DEFAULT).orElseThrow();
        ServerRef<Request<?>, String> crasher = ServerRef.named("crasher");
        var ref = Process.monitor(Process.whereis("crasher").orElseThrow());
        GenServer.cast(crasher, "crash");
        Process.receive(Info.Down.class, down -> down.ref().equals(ref));
        // Answered after the restart.
        assertThat(Supervisor.countChildren(supervisor).active()).isEqualTo(1);
        assertThat(starts).hasSize(2);
        Process.unlink(supervisor.pid());
        Supervisor.stop(supervisor);
        return new ArrayList<>(labels);
      });
    }
  }

  @Test
  void whatIsNotTakenIsNotMade() throws Exception {
    AtomicInteger formatted = new AtomicInteger();
    assertThat(labelsOfACrash(false, formatted)).isEmpty();
    assertThat(formatted).hasValue(0);
  }

  @Test
  void whatIsTakenIsMade() throws Exception {
    AtomicInteger formatted = new AtomicInteger();
    assertThat(labelsOfACrash(true, formatted)).contains("{gen_server, terminate}", "{proc_lib, crash}",
        "{supervisor, child_terminated}", "{supervisor, progress}");
    assertThat(formatted).hasPositiveValue();
  }
}

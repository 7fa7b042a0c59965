package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Backoff;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Process;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippet of docs/supervisors.md about restarts that wait. */
@WithNode(manualTime = true)
class BackoffGuideTest {

  @Test
  void backoff(TestNode node) throws Exception {
    node.run(() -> {
      // tag::backoff[]
      var flags = SupervisorFlags.DEFAULT.withBackoff(Backoff.of(Duration.ofMillis(100), Duration.ofSeconds(10)));
      var child = ChildSpec.ofServer(Stack.class, Stack::new, StartOptions.named("stack"));
      var supervisor = Supervisor.startLink(List.of(child), flags, StartOptions.DEFAULT).orElseThrow();
      // end::backoff[]
      node.kill(Process.whereis("stack").orElseThrow());
      node.expectReport(SupervisorReport.class);
      assertThat(Supervisor.whichChild(supervisor, Stack.class).orElseThrow().isRestarting()).isTrue();
      node.time().advance(Duration.ofMillis(100));
      assertThat(Supervisor.whichChild(supervisor, Stack.class).orElseThrow().pid()).isPresent();
      Supervisor.stop(supervisor);
    });
  }
}

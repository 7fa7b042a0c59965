package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.StartFunction;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of docs/supervisors.md about dynamic supervisors. */
@WithNode
class DynamicSupervisorsGuideTest {

  @Test
  void sessions(TestNode node) throws Exception {
    node.run(() -> {
      // tag::sessions-use[]
      var top = Supervisor.startLink(List.of(Sessions.supervisor()), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
      Pid ann = Sessions.open("ann").orElseThrow();
      Pid bob = Sessions.open("bob").orElseThrow();
      assertThat(Sessions.count()).isEqualTo(2);
      assertThat(Sessions.close(ann)).isTrue();
      assertThat(Sessions.close(ann)).isFalse();

      Supervisor.stop(top);
      assertThat(Process.isAlive(bob)).isFalse();
      // end::sessions-use[]
    });
  }

  // tag::extra[]
  record Settings(Duration idle) {}

  static ChildSpec session(String user) {
    return ChildSpec.worker("session",
        StartFunction.taking(Settings.class, settings -> GenServer.startLink(() -> new UserSession(user, settings.idle()))));
  }
  // end::extra[]

  @Test
  void extraArgument(TestNode node) throws Exception {
    node.run(() -> {
      // tag::extra-use[]
      var flags = DynamicSupervisorFlags.DEFAULT.withExtraArgument(new Settings(Duration.ofMinutes(1)));
      var supervisor = DynamicSupervisor.startLink(flags, StartOptions.DEFAULT).orElseThrow();
      Pid session = DynamicSupervisor.startChild(supervisor, session("ann")).orElseThrow();
      // end::extra-use[]
      assertThat(Process.isAlive(session)).isTrue();
      DynamicSupervisor.stop(supervisor);
    });
  }
}

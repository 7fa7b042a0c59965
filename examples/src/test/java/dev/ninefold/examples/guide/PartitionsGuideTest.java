package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.partitionsupervisor.PartitionSpec;
import dev.ninefold.partitionsupervisor.PartitionSupervisor;
import dev.ninefold.partitionsupervisor.Partitions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The snippets of docs/supervisors.md about partition supervisors. */
@WithNode
class PartitionsGuideTest {

  @Test
  void hits(TestNode node) throws Exception {
    node.run(() -> {
      // tag::hits-use[]
      Supervisor.startLink(List.of(Hits.supervisor()), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
      Hits.hit("/start");
      Hits.hit("/start");
      assertThat(Hits.count("/start")).isEqualTo(2);
      assertThat(Hits.count("/other")).isZero();
      assertThat(PartitionSupervisor.countChildren(Name.local("hits")).active()).isEqualTo(4);
      // end::hits-use[]
    });
  }

  @Test
  void resize(TestNode node) throws Exception {
    node.run(() -> {
      Supervisor.startLink(List.of(Hits.supervisor()), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
      // tag::resize[]
      int before = PartitionSupervisor.resize(Name.local("hits"), 2);
      assertThat(before).isEqualTo(4);
      assertThat(PartitionSupervisor.partitions(Name.local("hits"))).isEqualTo(2);
      // end::resize[]
    });
  }

  @Test
  void dynamic(TestNode node) throws Exception {
    node.run(() -> {
      // tag::dynamic[]
      var many = PartitionSpec.of(Name.local("sessions"),
          ChildSpec.ofDynamicSupervisor(DynamicSupervisorFlags.DEFAULT, StartOptions.DEFAULT));
      PartitionSupervisor.startLink(many).orElseThrow();

      var sessions = new Partitions<>(Name.local("sessions"), SupervisorRef::of);
      var spec = ChildSpec.worker("session", () -> GenServer.startLink(() -> new UserSession("ann")));
      Pid session = DynamicSupervisor.startChild(sessions.of("ann"), spec).orElseThrow();
      // end::dynamic[]
      assertThat(Process.isAlive(session)).isTrue();
    });
  }

  @Test
  void numbers(TestNode node) throws Exception {
    node.run(() -> {
      // tag::numbers[]
      var spec = PartitionSpec.of(Name.local("stacks"),
          partition -> ChildSpec.ofServer(Stack.class, Stack::new, StartOptions.named("stack " + partition)));
      // end::numbers[]
      PartitionSupervisor.startLink(spec.withPartitions(3)).orElseThrow();
      assertThat(IntStream.range(0, 3)).allMatch(partition -> Process.whereis("stack " + partition).isPresent());
    });
  }
}

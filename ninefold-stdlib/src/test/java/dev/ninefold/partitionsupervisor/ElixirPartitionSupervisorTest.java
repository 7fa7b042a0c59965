package dev.ninefold.partitionsupervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.AutoShutdown;
import dev.ninefold.supervisor.ChildInfo;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Supervisor.ChildCounts;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PSV-1 to PSV-10. Where Elixir's tests have agents, here are gen_servers that keep a value. */
@WithNode
class ElixirPartitionSupervisorTest {
  private static final String SUITE = "Elixir partition_supervisor_test";
  private static final Name NAME = Name.local("partitions");
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final ChildSpec DYNAMIC = ChildSpec.ofDynamicSupervisor(DynamicSupervisorFlags.DEFAULT, StartOptions.DEFAULT);

  TestNode node;

  private static Name via(Object name) {
    return Name.via(new TestRegistrar(), name);
  }

  private static PartitionSpec boxes(Name name) {
    return PartitionSpec.of(name, Box.of("hello"));
  }

  private static List<Object> values(Name name, int partitions) {
    return IntStream.range(0, partitions).mapToObj(key -> Box.get(name, key)).toList();
  }

  // ---- child_spec

  @Test
  @OtpCase(suite = SUITE, name = "child_spec > uses the atom name as id")
  void childSpecHasTheLocalNameAsId() {
    // %{id: Foo, start: {PartitionSupervisor, :start_link, [[name: Foo]]}, type: :supervisor}
    ChildSpec spec = PartitionSupervisor.childSpec(boxes(Name.local("foo")));
    assertThat(spec.id()).isEqualTo("foo");
    assertThat(spec.type()).isEqualTo(ChildType.SUPERVISOR);
  }

  @Test
  @OtpCase(suite = SUITE, name = "child_spec > uses the via value as id")
  void childSpecHasTheViaTermAsId() throws Exception {
    var name = via(List.of("reg", "foo"));
    ChildSpec spec = PartitionSupervisor.childSpec(boxes(name));
    assertThat(spec.id()).isEqualTo(List.of("reg", "foo"));
    assertThat(spec.type()).isEqualTo(ChildType.SUPERVISOR);
    node.run(() -> {
      // It starts one.
      spec.start().start();
      assertThat(PartitionSupervisor.partitions(name)).isEqualTo(PROCESSORS);
    });
  }

  // ---- start_link/1

  @Test
  @OtpCase(suite = SUITE, name = "start_link/1 > on success with atom name")
  void startsWithALocalName() throws Exception {
    node.run(() -> startsUnder(NAME));
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/1 > on success with via name")
  void startsWithAViaName() throws Exception {
    node.run(() -> startsUnder(via("on success")));
  }

  private static void startsUnder(Name name) {
    PartitionSupervisor.startLink(PartitionSpec.of(name, DYNAMIC)).orElseThrow();
    assertThat(PartitionSupervisor.partitions(name)).isEqualTo(PROCESSORS);
    // refs = for _ <- 1..100: DynamicSupervisor.start_child({:via, PartitionSupervisor, {name, ref}}, {Agent, fn -> ref end})
    var supervisors = new Partitions<>(name, SupervisorRef::of);
    var refs = new HashSet<Object>();
    for (var i = 0; i < 100; i++) {
      var ref = Process.makeRef();
      DynamicSupervisor.startChild(supervisors.of(ref), Box.of(ref)).orElseThrow();
      refs.add(ref);
    }
    // All are there, and each is with the supervisor of its key.
    var found = new HashSet<Object>();
    for (var partition : PartitionSupervisor.whichChildren(name)) {
      for (var child : DynamicSupervisor.whichChildren(SupervisorRef.of(partition.pid().orElseThrow()))) {
        var ref = GenServer.call(dev.ninefold.gen.ServerRef.<Box.Get, Object>of(child.pid().orElseThrow()), new Box.Get());
        assertThat(supervisors.of(ref).pid()).isSameAs(partition.pid().orElseThrow());
        found.add(ref);
      }
    }
    assertThat(found).isEqualTo(refs);
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/1 > with_arguments")
  void aSpecForEachPartition() throws Exception {
    node.run(() -> {
      var caller = Process.self();
      PartitionSupervisor.startLink(PartitionSpec.of(NAME, partition -> {
        assertThat(Process.self()).as("who makes the specs").isSameAs(caller);
        return Box.of(partition);
      }).withPartitions(3)).orElseThrow();
      assertThat(PartitionSupervisor.partitions(NAME)).isEqualTo(3);
      assertThat(values(NAME, 3)).containsExactly(0, 1, 2);
      assertThat(Box.get(NAME, 3)).isEqualTo(0);
      assertThat(Box.get(NAME, -1)).isEqualTo(1);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/1 > raises without name")
  void aNameIsNeeded() {
    assertThatThrownBy(() -> PartitionSpec.of(null, DYNAMIC)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("name: expected the name that the supervisor must have");
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/1 > raises without child_spec")
  void aChildIsNeeded() {
    assertThatThrownBy(() -> PartitionSpec.of(NAME, (ChildSpec) null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("child: expected the spec of the partitions");
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/1 > raises on bad partitions")
  void onePartitionAtLeast() {
    for (var partitions : new int[] {0, -1}) {
      assertThatThrownBy(() -> boxes(NAME).withPartitions(partitions)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("partitions: expected a positive number, got " + partitions);
    }
  }

  /** What is no function does not compile; what makes no spec is refused where it is asked. */
  @Test
  @OtpCase(suite = SUITE, name = "start_link/1 > raises on bad with_arguments")
  void whatMakesNoSpecIsRefused() throws Exception {
    assertThatThrownBy(() -> PartitionSpec.of(NAME, (java.util.function.IntFunction<ChildSpec>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("child: expected what makes the spec");
    node.run(() -> {
      var spec = PartitionSpec.of(NAME, partition -> partition == 1 ? null : Box.of(partition)).withPartitions(2);
      assertThatThrownBy(() -> PartitionSupervisor.startLink(spec)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("child: expected the spec of partition 1, got null");
      assertThat(Process.whereis(NAME)).isEmpty();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/1 > raises with bad auto_shutdown")
  void noAutomaticShutdown() {
    for (var auto : List.of(AutoShutdown.ANY_SIGNIFICANT, AutoShutdown.ALL_SIGNIFICANT)) {
      assertThatThrownBy(() -> boxes(NAME).withFlags(SupervisorFlags.DEFAULT.withAutoShutdown(auto)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("autoShutdown: expected NEVER, got " + auto);
    }
  }

  // ---- stop/1

  @Test
  @OtpCase(suite = SUITE, name = "stop/1 > is synchronous")
  void stopWaits() throws Exception {
    node.run(() -> stops(NAME));
  }

  @Test
  @OtpCase(suite = SUITE, name = "stop/1 > with via tuple")
  void stopWaitsForOneWithAViaName() throws Exception {
    node.run(() -> stops(via("stop")));
  }

  private static void stops(Name name) {
    PartitionSupervisor.startLink(boxes(name)).orElseThrow();
    Pid partition = Box.boxes(name).of(0).pid();
    PartitionSupervisor.stop(name);
    assertThat(Process.whereis(name)).isEmpty();
    assertThat(Process.isAlive(partition)).isFalse();
  }

  // ---- partitions/1

  @Test
  @OtpCase(suite = SUITE, name = "partitions/1 > raises noproc for unknown atom partition supervisor")
  void anUnknownLocalName() throws Exception {
    node.run(() -> isUnknown(NAME));
  }

  @Test
  @OtpCase(suite = SUITE, name = "partitions/1 > raises noproc for unknown via partition supervisor")
  void anUnknownViaName() throws Exception {
    node.run(() -> isUnknown(via("unknown")));
  }

  private static void isUnknown(Name name) {
    assertThatThrownBy(() -> PartitionSupervisor.partitions(name)).isInstanceOfSatisfying(NoProcessException.class, e -> {
      assertThat(e.call().function()).isEqualTo("PartitionSupervisor.partitions");
      assertThat(e.call().server()).isEqualTo(name);
    });
  }

  // ---- resize!/1

  @Test
  @OtpCase(suite = SUITE, name = "resize!/1 > resizes the number of children")
  void resizes() throws Exception {
    node.run(() -> {
      PartitionSupervisor.startLink(boxes(NAME).withPartitions(8)).orElseThrow();
      var up = IntStream.rangeClosed(0, 8).boxed().toList();
      var shuffled = new ArrayList<>(up);
      Collections.shuffle(shuffled, new Random(7));
      var before = 8;
      for (var numbers : List.of(up.reversed(), up, shuffled)) {
        for (var number : numbers) {
          assertThat(PartitionSupervisor.resize(NAME, number)).isEqualTo(before);
          before = number;
          assertThat(PartitionSupervisor.partitions(NAME)).isEqualTo(number);
          assertThat(PartitionSupervisor.countChildren(NAME)).isEqualTo(new ChildCounts(8, number, 0, 8));
          var reached = new HashSet<Pid>();
          for (var key = 0; key < 8 && number > 0; key++) {
            reached.add(Box.boxes(NAME).of(key).pid());
          }
          assertThat(reached).hasSize(number).allMatch(Process::isAlive);
        }
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "resize!/1 > raises on lookup after resizing to zero")
  void noneAtAll() throws Exception {
    node.run(() -> {
      PartitionSupervisor.startLink(boxes(NAME).withPartitions(8)).orElseThrow();
      assertThat(PartitionSupervisor.resize(NAME, 0)).isEqualTo(8);
      assertThatThrownBy(() -> Box.boxes(NAME).of(0).whereis()).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has zero partitions");
      assertThatThrownBy(() -> Box.get(NAME, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThat(PartitionSupervisor.resize(NAME, 8)).isEqualTo(0);
      assertThat(Box.get(NAME, 0)).isEqualTo("hello");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "resize!/1 > raises if trying to increase the number of partitions")
  void noMoreThanAtFirst() throws Exception {
    node.run(() -> {
      PartitionSupervisor.startLink(boxes(NAME).withPartitions(8)).orElseThrow();
      for (var number : new int[] {9, -1}) {
        assertThatThrownBy(() -> PartitionSupervisor.resize(NAME, number)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("the number of partitions to resize to must be a number between 0 and 8, got: " + number);
      }
      assertThat(PartitionSupervisor.partitions(NAME)).isEqualTo(8);
    });
  }

  // ---- which_children/1, count_children/1

  @Test
  @OtpCase(suite = SUITE, name = "which_children/1 > returns all partitions")
  void whichChildren() throws Exception {
    node.run(() -> {
      PartitionSupervisor.startLink(boxes(NAME)).orElseThrow();
      assertThat(PartitionSupervisor.partitions(NAME)).isEqualTo(PROCESSORS);
      var children = PartitionSupervisor.whichChildren(NAME)
          .stream()
          .sorted(Comparator.comparing(child -> (Integer) child.id()))
          .toList();
      assertThat(children).hasSize(PROCESSORS);
      for (var partition = 0; partition < PROCESSORS; partition++) {
        var here = new ChildInfo.State.Running(Box.boxes(NAME).of(partition).pid());
        assertThat(children.get(partition))
            .isEqualTo(new ChildInfo(partition, here, ChildType.WORKER, Modules.of(Box.class), 0, Optional.empty()));
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "count_children/1 > with workers")
  void countsWorkers() throws Exception {
    node.run(() -> {
      PartitionSupervisor.startLink(boxes(NAME)).orElseThrow();
      assertThat(PartitionSupervisor.countChildren(NAME)).isEqualTo(new ChildCounts(PROCESSORS, PROCESSORS, 0, PROCESSORS));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "count_children/1 > with supervisors")
  void countsSupervisors() throws Exception {
    node.run(() -> {
      PartitionSupervisor.startLink(PartitionSpec.of(NAME, DYNAMIC)).orElseThrow();
      assertThat(PartitionSupervisor.countChildren(NAME)).isEqualTo(new ChildCounts(PROCESSORS, PROCESSORS, PROCESSORS, 0));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "count_children/1 > raises noproc for unknown partition supervisor")
  void countsNothingUnknown() throws Exception {
    node.run(() -> assertThatThrownBy(() -> PartitionSupervisor.countChildren(NAME)).isInstanceOf(NoProcessException.class));
  }
}

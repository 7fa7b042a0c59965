package dev.ninefold.partitionsupervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.Report;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Elixir's tests do not ask: restarts, several at once, what a partition's name may not be used for. */
@WithNode
class PartitionSupervisorTest {
  private static final Name NAME = Name.local("partitions");
  private static final PartitionSpec THREE = PartitionSpec.of(NAME, Box.numbered()).withPartitions(3);

  TestNode node;

  private static SupervisorRef start(PartitionSpec spec) {
    return PartitionSupervisor.startLink(spec).orElseThrow();
  }

  private static Pid pid(Object key) {
    return Box.boxes(NAME).of(key).pid();
  }

  /** PSV-2. */
  @Test
  void partitionsAreStartedInOrder() throws Exception {
    node.run(() -> {
      var started = new ArrayList<Integer>();
      start(PartitionSpec.of(NAME, partition -> Box.of(partition).withStart(() -> {
        started.add(partition);
        return GenServer.startLink(() -> new Box(partition));
      })).withPartitions(5));
      assertThat(started).containsExactly(0, 1, 2, 3, 4);
    });
  }

  /** PSV-5. */
  @Test
  void aRestartedPartitionIsFoundUnderItsNumber() throws Exception {
    node.run(() -> {
      start(THREE);
      Pid before = pid(1);
      Pid neighbour = pid(2);
      GenServer.cast(Box.boxes(NAME).of(1), "changed");
      assertThat(Box.get(NAME, 1)).isEqualTo("changed");
      node.kill(before);
      node.await("a successor", () -> pid(1) != before);
      assertThat(Box.get(NAME, 1)).isEqualTo(1);
      assertThat(pid(2)).isSameAs(neighbour);
    });
    node.expectReport(SupervisorReport.class);
  }

  /** PSV-5. */
  @Test
  void whileAPartitionIsDownTheOldProcessIsFound() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      var go = new CountDownLatch(1);
      var restarted = new AtomicBoolean();
      var down = new CompletableFuture<Boolean>();
      start(PartitionSpec.of(NAME, partition -> Box.of(partition).withStart(() -> {
        if (restarted.getAndSet(true)) {
          down.complete(true);
          go.await();
        }
        return GenServer.startLink(() -> new Box(partition));
      })).withPartitions(1));
      Pid before = pid("any");
      node.kill(before);
      node.await(down);
      assertThat(pid("any")).isSameAs(before);
      assertThatThrownBy(() -> Box.get(NAME, "any")).isInstanceOf(NoProcessException.class);
      go.countDown();
      node.await("a successor", () -> pid("any") != before);
      assertThat(Box.get(NAME, "any")).isEqualTo(0);
    });
  }

  @Test
  void strategyAndIntensityAreThoseOfASupervisor() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      Process.trapExit(true);
      var supervisor = start(THREE.withStrategy(Strategy.ONE_FOR_ALL));
      List<Pid> before = IntStream.range(0, 3).mapToObj(PartitionSupervisorTest::pid).toList();
      for (var restart = 0; restart < 3; restart++) {
        Pid victim = pid(1);
        Pid other = pid(2);
        node.kill(victim);
        node.await("successors of all", () -> pid(2) != other && pid(1) != victim);
      }
      assertThat(before).noneMatch(Process::isAlive);
      node.kill(pid(0));
      node.awaitDeath(supervisor.pid());
      assertThatThrownBy(() -> PartitionSupervisor.partitions(NAME)).isInstanceOf(NoProcessException.class);
      // The next of that name has a table of its own.
      start(THREE.withFlags(SupervisorFlags.DEFAULT.withIntensity(0)).withPartitions(2));
      assertThat(PartitionSupervisor.partitions(NAME)).isEqualTo(2);
      assertThat(Box.get(NAME, 1)).isEqualTo(1);
    });
  }

  @Test
  void aPartitionThatCannotBeStartedFailsTheStart() throws Exception {
    node.ignoreReports(Report.class);
    node.run(() -> {
      Process.trapExit(true);
      var result = PartitionSupervisor.startLink(PartitionSpec.of(NAME, partition -> Box.of(partition)
          .withStart(
              () -> partition == 1 ? StartResult.failed(new ExitReason.Other("no")) : StartResult.failed(ExitReason.KILLED)))
          .withPartitions(2));
      assertThat(result).isInstanceOf(StartResult.Failed.class);
      assertThatThrownBy(() -> PartitionSupervisor.partitions(NAME)).isInstanceOf(NoProcessException.class);
    });
  }

  @Test
  void aNameInUseLeavesTheFirstAsItIs() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var first = start(THREE);
      assertThat(PartitionSupervisor.startLink(THREE.withPartitions(7))).asString().contains("already_started");
      assertThat(PartitionSupervisor.partitions(NAME)).isEqualTo(3);
      assertThat(Process.whereis(NAME)).contains(first.pid());
    });
  }

  @Test
  void asAChildItIsRestartedWithAllPartitions() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      var top = Supervisor.startLink(List.of(PartitionSupervisor.childSpec(THREE)), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT)
          .orElseThrow();
      PartitionSupervisor.resize(NAME, 1);
      Pid before = Process.whereis(NAME).orElseThrow();
      node.kill(before);
      node.await("a successor", () -> Process.whereis(NAME).filter(pid -> pid != before).isPresent());
      // It is registered before its partitions are started; a supervisor that answers has started them.
      assertThat(Supervisor.countChildren(top).active()).isEqualTo(1);
      assertThat(PartitionSupervisor.partitions(NAME)).isEqualTo(3);
      assertThat(Box.get(NAME, 2)).isEqualTo(2);
    });
  }

  /** PSV-6. */
  @Test
  void resizesAtTheSameTimeComeOneAfterTheOther() throws Exception {
    node.run(() -> {
      start(THREE.withPartitions(16));
      var runs = new ArrayList<CompletableFuture<Integer>>();
      for (var i = 0; i < 8; i++) {
        var done = new CompletableFuture<Integer>();
        var first = 2 * i;
        node.spawn(() -> {
          var last = 0;
          for (var j = 0; j < 10; j++) {
            last = (first + 5 * j) % 17;
            PartitionSupervisor.resize(NAME, last);
          }
          done.complete(last);
        });
        runs.add(done);
      }
      for (var run : runs) {
        node.await(run);
      }
      var partitions = PartitionSupervisor.partitions(NAME);
      assertThat(PartitionSupervisor.countChildren(NAME).active()).isEqualTo(partitions);
      PartitionSupervisor.resize(NAME, 16);
      assertThat(IntStream.range(0, 16).mapToObj(key -> Box.get(NAME, key)).toList())
          .isEqualTo(IntStream.range(0, 16).boxed().toList());
    });
  }

  @Test
  void whoIsKilledWhileHeResizesLeavesItToOthers() throws Exception {
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      var hold = new AtomicBoolean();
      var entered = new CompletableFuture<Boolean>();
      var go = new CountDownLatch(1);
      start(PartitionSpec.of(NAME, partition -> Box.of(partition).withStart(() -> {
        if (hold.get() && partition == 2) {
          entered.complete(true);
          go.await();
        }
        return GenServer.startLink(() -> new Box(partition));
      })).withPartitions(3));
      PartitionSupervisor.resize(NAME, 1);
      hold.set(true);
      Pid resizer = node.spawn(() -> PartitionSupervisor.resize(NAME, 3));
      node.await(entered);
      node.kill(resizer);
      go.countDown();
      // All are started, or about to be, though most likely their number is still one: his code may have gone on for a moment.
      assertThat(PartitionSupervisor.resize(NAME, 3)).isIn(1, 3);
      assertThat(IntStream.range(0, 3).mapToObj(key -> Box.get(NAME, key)).toList()).containsExactly(0, 1, 2);
    });
  }

  @Test
  void aPartitionThatCannotBeStartedAgainLeavesTheNumberAsItIs() throws Exception {
    node.run(() -> {
      var broken = new AtomicBoolean();
      start(PartitionSpec.of(NAME, partition -> Box.of(partition)
          .withStart(() -> broken.get() ? StartResult.failed(new ExitReason.Other("broken")) : Box.of(partition).start().start()))
          .withPartitions(3));
      PartitionSupervisor.resize(NAME, 1);
      broken.set(true);
      assertThatThrownBy(() -> PartitionSupervisor.resize(NAME, 3)).isInstanceOf(IllegalStateException.class)
          .hasMessage("cannot restart partition 1 of partitions due to reason broken");
      assertThat(PartitionSupervisor.partitions(NAME)).isEqualTo(1);
      broken.set(false);
      assertThat(PartitionSupervisor.resize(NAME, 3)).isEqualTo(1);
      assertThat(Box.get(NAME, 2)).isEqualTo(2);
    });
    node.ignoreReports(SupervisorReport.class);
  }

  /** PSV-8. */
  @Test
  void anUnknownSupervisorFailsCallsAndSendsAndIsQuietToCasts() throws Exception {
    node.run(() -> {
      assertThatThrownBy(() -> Box.get(NAME, 1)).isInstanceOf(NoProcessException.class);
      assertThatThrownBy(() -> Process.send(PartitionSupervisor.partition(NAME, 1), "hello"))
          .isInstanceOf(NoProcessException.class);
      assertThatThrownBy(() -> PartitionSupervisor.resize(NAME, 1)).isInstanceOf(NoProcessException.class);
      GenServer.cast(Box.boxes(NAME).of(1), "nobody hears it");
      // One that is there, and divides nothing.
      Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT.withName(NAME)).orElseThrow();
      assertThatThrownBy(() -> Box.get(NAME, 1)).isInstanceOf(NoProcessException.class);
    });
  }

  /** PSV-10. */
  @Test
  void nothingCanBeRegisteredUnderAPartition() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      start(THREE);
      Name.Via partition = (Name.Via) PartitionSupervisor.partition(NAME, 1);
      assertThatThrownBy(() -> partition.registrar().registerName(partition.term(), Process.self()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("cannot be given on registration");
      assertThatThrownBy(() -> partition.registrar().unregisterName(partition.term()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("cannot be given on unregistration");
      assertThatThrownBy(() -> partition.registrar().whereisName("something else")).isInstanceOf(IllegalArgumentException.class);
      assertThat(partition).hasToString("{via, PartitionSupervisor, {partitions, 1}}");
      assertThat(partition).isEqualTo(PartitionSupervisor.partition(Name.local("partitions"), 1));
    });
  }

  @Test
  void restartRulesOfTheChildHold() throws Exception {
    node.run(() -> {
      start(PartitionSpec.of(NAME, Box.of("temporary").withRestart(Restart.TRANSIENT)).withPartitions(2));
      Pid one = pid(1);
      GenServer.stop(Box.boxes(NAME).of(1));
      assertThat(pid(1)).isSameAs(one);
      assertThat(PartitionSupervisor.countChildren(NAME).active()).isEqualTo(1);
      assertThat(Box.get(NAME, 0)).isEqualTo("temporary");
    });
  }

  /** The names of each node are its own. */
  @Test
  void partitionsOfAnotherNodeAreNotFound() throws Exception {
    node.run(() -> start(THREE));
    assertThat(Node.current()).isNotSameAs(node.node());
    assertThatThrownBy(() -> PartitionSupervisor.partitions(NAME)).isInstanceOf(NoProcessException.class);
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> PartitionSupervisor.startLink(null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("spec: ");
    assertThatThrownBy(() -> PartitionSupervisor.childSpec(null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("spec: ");
    assertThatThrownBy(() -> PartitionSupervisor.partition(null, 1)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("name: ");
    assertThatThrownBy(() -> PartitionSupervisor.partition(NAME, null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("key: ");
    assertThatThrownBy(() -> PartitionSupervisor.partitions(null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("name: ");
    assertThatThrownBy(() -> PartitionSupervisor.resize(null, 1)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("name: ");
    assertThatThrownBy(() -> PartitionSupervisor.stop(null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("name: ");
    assertThatThrownBy(() -> PartitionSupervisor.whichChildren(null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("name: ");
    assertThatThrownBy(() -> PartitionSupervisor.countChildren(null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("name: ");
    assertThatThrownBy(() -> new Partitions<>(null, name -> name)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("name: ");
    assertThatThrownBy(() -> new Partitions<>(NAME, null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("reference: ");
    assertThatThrownBy(() -> THREE.withFlags(null)).isInstanceOf(NullPointerException.class).hasMessageStartingWith("flags: ");
    assertThatThrownBy(() -> THREE.withOptions(null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("options: ");
    assertThatThrownBy(() -> PartitionSpec.of(Name.on("a", Node.local()), THREE.child()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name: expected a local, global or via name");
  }
}

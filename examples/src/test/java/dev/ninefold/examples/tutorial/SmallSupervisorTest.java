package dev.ninefold.examples.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.ninefold.examples.tutorial.SmallGenServer.Answer;
import dev.ninefold.examples.tutorial.SmallSupervisor.Child;
import dev.ninefold.examples.tutorial.SmallSupervisor.Running;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessError;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@WithNode
class SmallSupervisorTest {
  TestNode node;
  private final List<String> events = new CopyOnWriteArrayList<>();

  private Child child(String id) {
    return new Child(id, () -> SmallGenServer.startLink(id, new SmallGenServer.Module<String>() {
      @Override
      public String init() {
        Process.trapExit(true);
        events.add("start " + id);
        return id;
      }

      @Override
      public Answer<String> handleCall(Object request, String state) {
        throw new IllegalStateException(id + " does not like " + request);
      }

      @Override
      public void terminate(String state) {
        events.add("stop " + id);
      }
    }));
  }

  private Pid awaitSuccessor(Pid supervisor, int index, Pid old) throws Exception {
    node.await("a successor of " + old, () -> SmallSupervisor.whichChildren(supervisor).get(index).pid() != old);
    return SmallSupervisor.whichChildren(supervisor).get(index).pid();
  }

  @Test
  void aKilledChildIsStartedAgainInItsPlaceAndTheOthersStay() throws Exception {
    node.run(() -> {
      Pid supervisor = SmallSupervisor.startLink();
      Pid a = SmallSupervisor.startChild(supervisor, child("a")).orExit();
      Pid b = SmallSupervisor.startChild(supervisor, child("b")).orExit();

      Process.exit(a, ExitReason.KILL);
      Pid successor = awaitSuccessor(supervisor, 0, a);

      assertThat(SmallSupervisor.whichChildren(supervisor)).extracting(running -> running.child().id(), Running::pid,
          Running::restarts)
          .containsExactly(tuple("a", successor, 1),
              tuple("b", b, 0));
      assertThat(Process.whereis("a")).contains(successor);
      SmallSupervisor.stop(supervisor);
      assertThat(events).containsExactly("start a", "start b", "start a", "stop b", "stop a");
      assertThat(Process.registered()).isEmpty();
    });
  }

  @Test
  void itStartsAChildAsOftenAsItEnds() throws Exception {
    node.ignoreReports(ProcessError.class);
    node.run(() -> {
      Pid supervisor = SmallSupervisor.startLink();
      Pid pid = SmallSupervisor.startChild(supervisor, child("a")).orExit();
      for (int i = 0; i < 10; i++) {
        Process.exit(pid, ExitReason.KILL);
        pid = awaitSuccessor(supervisor, 0, pid);
      }
      assertThat(SmallSupervisor.whichChildren(supervisor).getFirst().restarts()).isEqualTo(10);
      SmallSupervisor.stop(supervisor);
    });
  }

  @Test
  void anIdBelongsToOneChildAndAFailedStartLeavesNone() throws Exception {
    node.run(() -> {
      Pid supervisor = SmallSupervisor.startLink();
      SmallSupervisor.startChild(supervisor, child("a")).orExit();

      assertThat(SmallSupervisor.startChild(supervisor, child("a"))).isEqualTo(new Started.Failed("already_started"));
      assertThat(SmallSupervisor.startChild(supervisor, new Child("b", child("").start())))
          .isEqualTo(new Started.Failed("invalid_name"));
      assertThat(SmallSupervisor.whichChildren(supervisor)).hasSize(1);
      SmallSupervisor.stop(supervisor);
    });
  }

  @Test
  void itStopsItsChildrenWhenItsOwnParentEnds() throws Exception {
    var started = new CompletableFuture<Pid>();
    Pid parent = Process.spawn(SpawnOptions.DEFAULT.withNode(node.node()), () -> {
      Pid supervisor = SmallSupervisor.startLink();
      SmallSupervisor.startChild(supervisor, child("a")).orExit();
      started.complete(supervisor);
      Process.receive(Object.class, _ -> false);
    });
    Pid supervisor = node.await(started);

    node.exit(ExitReason.SHUTDOWN, parent);
    node.awaitDeath(supervisor);

    assertThat(events).containsExactly("start a", "stop a");
  }
}

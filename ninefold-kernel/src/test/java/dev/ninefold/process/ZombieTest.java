package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Killed processes whose code goes on: design E5, Cell I3 and I4. */
@WithNode
class ZombieTest {

  private static final String NAME = "server";

  private static void awaitZombies(TestNode node, List<Pid> expected) {
    node.await("the zombies are " + expected, () -> node.node().zombies().equals(expected));
  }

  /** A process that does not end before the latch opens, once it has counted down the other. */
  private static Process.Body stubborn(CountDownLatch running, CountDownLatch open) {
    return () -> {
      Process.register(NAME, Process.self());
      running.countDown();
      Blocks.ignoringInterrupts(open);
    };
  }

  private static Pid spawn(boolean plain, Process.Body body) {
    Pid pid = plain ? Process.spawnLink(body) : EventProcess.spawn(SpawnOptions.LINKED, Blocks.handling(_ -> body.run()));
    Process.send(pid, "go");
    return pid;
  }

  // As a supervisor does it: the successor is started when the EXIT has come, has the name, and answers, while the old code runs.
  private static void successorStarts(TestNode node, boolean plain) throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    node.run(() -> {
      Process.trapExit(true);
      CountDownLatch running = new CountDownLatch(1);
      Pid first = spawn(plain, stubborn(running, open));
      running.await();
      assertThat(node.node().zombies()).isEmpty();
      Process.exit(first, ExitReason.KILL);
      assertThat(Messages.exitOf(first)).isEqualTo(ExitReason.KILLED);
      Pid self = Process.self();
      Pid second = spawn(plain, () -> {
        Process.register(NAME, Process.self());
        Process.send(self, "started");
        Messages.idle();
      });
      Messages.await("started");
      assertThat(Process.whereis(NAME)).contains(second);
      awaitZombies(node, List.of(first));
      assertThat(Process.isAlive(first)).isFalse();
      assertThat(Process.processes()).doesNotContain(first);
      open.countDown();
      awaitZombies(node, List.of());
      assertThat(Process.whereis(NAME)).contains(second);
      Process.unlink(second);
      node.kill(second);
    });
  }

  @Test
  void theSuccessorOfAPlainProcess(TestNode node) throws Exception {
    successorStarts(node, true);
  }

  // On one slot too, which the zombie does not give back.
  @Test
  @WithNode(slots = 1)
  void theSuccessorOfAnEventDrivenProcess(TestNode node) throws Exception {
    successorStarts(node, false);
  }

  @Test
  void eachIsCountedUntilItsCodeEnds(TestNode node) throws Exception {
    List<Pid> zombies = new ArrayList<>();
    List<CountDownLatch> latches = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch open = new CountDownLatch(1);
      boolean plain = i % 2 == 0;
      AtomicReference<Pid> pid = new AtomicReference<>();
      node.run(() -> {
        pid.set(spawn(plain, stubborn(running, open)));
        running.await();
        Process.unlink(pid.get());
      });
      node.kill(pid.get());
      zombies.add(pid.get());
      latches.add(open);
    }
    awaitZombies(node, zombies);
    while (!zombies.isEmpty()) {
      zombies.removeFirst();
      latches.removeFirst().countDown();
      awaitZombies(node, zombies);
    }
  }

  // What the code of a dead process throws or returns in the end is nobody's business.
  @Test
  void howTheCodeEndsDoesNotMatter(TestNode node) throws Exception {
    List<Process.Body> ends = List.of(() -> {}, () -> {
      throw new IllegalStateException("late");
    }, () -> {
      throw Process.exit(ExitReason.of("late"));
    }, Process::self);
    for (Process.Body end : ends) {
      for (boolean plain : List.of(true, false)) {
        CountDownLatch open = new CountDownLatch(1);
        node.run(() -> {
          Process.trapExit(true);
          CountDownLatch running = new CountDownLatch(1);
          Pid pid = spawn(plain, () -> {
            stubborn(running, open).run();
            end.run();
          });
          running.await();
          Process.exit(pid, ExitReason.KILL);
          assertThat(Messages.exitOf(pid)).isEqualTo(ExitReason.KILLED);
          awaitZombies(node, List.of(pid));
          open.countDown();
          awaitZombies(node, List.of());
          Messages.assertNoMessage();
        });
      }
    }
    assertThat(node.reports()).isEmpty();
  }

  // A process that ends itself by a signal inside of our API, and goes on all the same, is one too.
  @Test
  void oneThatKilledItself(TestNode node) throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    node.run(() -> {
      Process.trapExit(true);
      Pid pid = spawn(true, () -> {
        try {
          Process.exit(Process.self(), ExitReason.KILL);
        } catch (ProcessKilledError e) {
          interrupted.set(Thread.currentThread().isInterrupted());
          Blocks.ignoringInterrupts(open);
        }
      });
      assertThat(Messages.exitOf(pid)).isEqualTo(ExitReason.KILLED);
      awaitZombies(node, List.of(pid));
      open.countDown();
      awaitZombies(node, List.of());
      assertThat(interrupted).isTrue();
    });
  }

  // One whose code ends by the interrupt, or that waits in our API, comes and goes; so the count is zero in the end.
  @Test
  void manyAreKilledAtAnyMoment(TestNode node) {
    for (int round = 0; round < 500; round++) {
      boolean plain = round % 2 == 0;
      int spins = round * 10;
      Process.Body body = () -> {
        for (int i = 0; i < spins && !Thread.currentThread().isInterrupted(); i++) {
          Thread.onSpinWait();
        }
        Messages.idle();
      };
      Pid pid = plain ? node.spawn(body)
          : EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), Blocks.handling(_ -> body.run()));
      Process.send(pid, "go");
      Process.exit(pid, ExitReason.KILL);
      assertThat(Process.isAlive(pid)).isFalse();
    }
    awaitZombies(node, List.of());
    assertThat(node.node().whereis(NAME)).isEqualTo(Optional.empty());
    node.await("none is left", () -> node.node().processCount() == 0);
  }
}

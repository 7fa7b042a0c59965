package dev.ninefold.process;

import static dev.ninefold.process.Messages.BANG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Calls.Outcome;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a process as others see it: PR-10, design E5, Death, Cell I2 to I4, SignalQueue I5. The clock stands still. */
@WithNode(manualTime = true)
class DeathTest {

  private static final String NAME = "victim";

  /** What the victim does when the signal comes. */
  private enum State {
    PLAIN_RUNNING, PLAIN_RECEIVING, PLAIN_CALLING, RUNNING, RECEIVING, CALLING, IDLE;

    boolean isPlain() {
      return name().startsWith("PLAIN");
    }

    boolean isRunning() {
      return name().endsWith("RUNNING");
    }
  }

  /** A process with everything that a death has to clear away. */
  private static final class Victim {
    final TestNode node;
    final State state;
    final CountDownLatch ready = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    final Pid server;
    final Pid pid;
    final List<ReplyPlace> requests;

    Victim(TestNode node, State state) throws InterruptedException {
      this.node = node;
      this.state = state;
      server = EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), Blocks.handling(m -> ((ReplyPlace) m).defer()));
      pid = state.isPlain() ? node.spawn(this::runPlain)
          : EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), Blocks.handling(this::handle));
      ReplyPlace deferred = Calls.send(pid, "deferred");
      ReplyPlace current = Calls.send(pid, "current");
      ready.await();
      requests = List.of(deferred, current, Calls.send(pid, "unread"));
      if (!state.isRunning()) {
        node.awaitWaiting(pid);
      }
    }

    private void runPlain() {
      Process.receive(ReplyPlace.class).defer();
      Process.receive(ReplyPlace.class);
      live();
    }

    private void handle(Object message) {
      ReplyPlace place = (ReplyPlace) message;
      if (place.request().equals("deferred")) {
        place.defer();
      } else if (state == State.IDLE) {
        place.defer();
        EventProcess.select(_ -> false);
        live();
      } else {
        live();
      }
    }

    private void live() {
      Process.register(NAME, Process.self());
      Process.sendAfter(Duration.ofHours(1), Process.self(), "never");
      try {
        ready.countDown();
        switch (state) {
          case PLAIN_RUNNING, RUNNING -> {
            Blocks.ignoringInterrupts(goOn);
            Process.self();
          }
          case PLAIN_RECEIVING, RECEIVING -> Messages.await("never");
          case PLAIN_CALLING, CALLING -> Calls.call("test:call", server, "x", Timeout.INFINITY);
          case IDLE -> {}
        }
      } catch (Throwable e) {
        thrown.complete(e);
        throw e;
      }
    }

    /** What is not as it has to be when somebody hears of the death. */
    List<String> problems(ExitReason reason) {
      List<String> problems = new ArrayList<>();
      check(problems, !Process.isAlive(pid), "it is alive");
      check(problems, !Process.processes().contains(pid), "it is listed");
      check(problems, !Process.whereis(NAME).equals(Optional.of(pid)), "it has its name");
      check(problems, Process.info(pid).isEmpty(), "it can be inspected");
      check(problems, node.node().timers().pending() == 0, "its timer runs");
      for (ReplyPlace place : requests) {
        check(problems, Calls.outcome(place).equals(Optional.of(new Outcome.Exited(reason))), place + " has not failed");
      }
      return problems;
    }

    private static void check(List<String> problems, boolean holds, String problem) {
      if (!holds) {
        problems.add(problem);
      }
    }
  }

  /** A process that waits for the death, and tells what it finds then. */
  private static CompletableFuture<List<String>> witness(TestNode node, Victim victim, ExitReason reason, boolean link) {
    CompletableFuture<List<String>> found = new CompletableFuture<>();
    CountDownLatch ready = new CountDownLatch(1);
    node.spawn(() -> {
      Process.trapExit(true);
      Ref ref = Process.monitor(victim.pid);
      if (link) {
        Process.link(victim.pid);
      }
      ready.countDown();
      List<String> problems = new ArrayList<>();
      if (link) {
        Object first = Process.receive();
        problems.addAll(victim.problems(reason));
        Victim.check(problems, first.equals(new Info.Exit(victim.pid, reason)), "the first message is " + first);
        Process.register(NAME, Process.self());
      }
      Object last = Process.receive();
      problems.addAll(victim.problems(reason));
      Victim.check(problems, last.equals(new Info.Down(ref, victim.pid, reason)), "the last message is " + last);
      found.complete(problems);
    });
    Blocks.ignoringInterrupts(ready);
    return found;
  }

  private static void killAndWatch(TestNode node, State state, ExitReason signal, ExitReason reason) throws Exception {
    Victim victim = new Victim(node, state);
    CompletableFuture<List<String>> linked = witness(node, victim, reason, true);
    CompletableFuture<List<String>> monitoring = witness(node, victim, reason, false);
    Process.exit(victim.pid, signal);
    assertThat(node.await(linked)).isEmpty();
    assertThat(node.await(monitoring)).isEmpty();
    if (state.isRunning()) {
      node.await("a zombie", () -> node.node().zombies().equals(List.of(victim.pid)));
      assertThat(victim.thrown).isNotDone();
      victim.goOn.countDown();
    }
    if (state != State.IDLE) {
      assertThat(node.await(victim.thrown)).isInstanceOf(ProcessKilledError.class);
    }
    node.kill(victim.server);
  }

  @ParameterizedTest
  @EnumSource
  void aSignal(State state, TestNode node) throws Exception {
    killAndWatch(node, state, BANG, BANG);
  }

  @ParameterizedTest
  @EnumSource
  void aKill(State state, TestNode node) throws Exception {
    killAndWatch(node, state, ExitReason.KILL, ExitReason.KILLED);
  }

  // The same, with witnesses that hear of deaths from within.
  @Test
  void deathsFromWithin(TestNode node) throws Exception {
    RuntimeException crash = new IllegalStateException("crash");
    assertEnds(node, () -> {}, ExitReason.NORMAL);
    assertEnds(node, () -> {
      throw Process.exit(BANG);
    }, BANG);
    assertEnds(node, () -> Process.exit(Process.self(), BANG), BANG);
    assertEnds(node, () -> Process.exit(Process.self(), ExitReason.NORMAL), ExitReason.NORMAL);
    assertEnds(node, () -> Process.exit(Process.self(), ExitReason.KILL), ExitReason.KILLED);
    assertEnds(node, () -> {
      throw crash;
    }, new ExitReason.Crashed(crash));
    node.expectReport(ProcessError.class);
  }

  private static void assertEnds(TestNode node, Process.Body end, ExitReason reason) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid victim = Process.spawnLink(() -> {
        Process.register(NAME, Process.self());
        Process.sendAfter(Duration.ofHours(1), Process.self(), "never");
        Messages.await("go");
        end.run();
      });
      Ref ref = Process.monitor(victim);
      Process.send(victim, "go");
      assertThat(Messages.next(2)).containsExactly(new Info.Exit(victim, reason), new Info.Down(ref, victim, reason));
      assertThat(Process.whereis(NAME)).isEmpty();
      assertThat(Process.processes()).doesNotContain(victim);
      assertThat(node.node().timers().pending()).isZero();
    });
  }

  // Cell I3: on the only slot a neighbour handles its messages on the thread on which processes are killed.
  @Test
  @WithNode(slots = 1)
  void anInterruptOfOursReachesNoOtherStep(TestNode node) throws Exception {
    SpawnOptions here = SpawnOptions.DEFAULT.withNode(node.node());
    AtomicInteger handled = new AtomicInteger();
    AtomicInteger interrupted = new AtomicInteger();
    Pid neighbour = EventProcess.spawn(here, Blocks.handling(_ -> {
      if (Thread.currentThread().isInterrupted()) {
        interrupted.incrementAndGet();
      }
      handled.incrementAndGet();
    }));
    int sent = 0;
    for (int round = 0; round < 1000; round++) {
      boolean whileRunning = round % 2 == 0;
      CountDownLatch running = new CountDownLatch(1);
      Pid victim = EventProcess.spawn(here, Blocks.handling(_ -> {
        running.countDown();
        while (whileRunning && !Thread.currentThread().isInterrupted()) {
          Thread.onSpinWait();
        }
      }));
      Process.send(victim, "go");
      running.await();
      Process.send(neighbour, "before");
      Process.exit(victim, ExitReason.KILL);
      Process.send(neighbour, "after");
      sent += 2;
    }
    int all = sent;
    node.await("all were handled", () -> handled.get() == all);
    assertThat(interrupted).hasValue(0);
    node.kill(neighbour);
  }

  // Nor does an interrupt of the user's last longer than the turn.
  @Test
  @WithNode(slots = 1)
  void anInterruptOfTheUsersEndsWithTheTurn(TestNode node) throws Exception {
    SpawnOptions here = SpawnOptions.DEFAULT.withNode(node.node());
    List<Boolean> seen = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(100);
    Pid neighbour = EventProcess.spawn(here, Blocks.handling(_ -> {
      seen.add(Thread.currentThread().isInterrupted());
      done.countDown();
    }));
    Pid careless = EventProcess.spawn(here, Blocks.handling(_ -> {
      Process.send(neighbour, "after");
      Thread.currentThread().interrupt();
    }));
    for (int i = 0; i < 100; i++) {
      Process.send(careless, "go");
    }
    done.await();
    assertThat(seen).hasSize(100).containsOnly(false);
    node.kill(neighbour, careless);
  }

  // One that comes too late for its step, when the worker has nothing to do, does not keep the worker from its rest or its work.
  @Test
  @WithNode(slots = 1)
  void aLateInterruptOfTheUsers(TestNode node) throws Exception {
    AtomicReference<Thread> worker = new AtomicReference<>();
    AtomicInteger handled = new AtomicInteger();
    Pid pid = EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), Blocks.handling(_ -> {
      worker.set(Thread.currentThread());
      handled.incrementAndGet();
    }));
    Process.send(pid, "go");
    node.await("it has run", () -> handled.get() == 1);
    Thread idle = worker.get();
    node.await("the worker rests", () -> idle.getState() == Thread.State.WAITING);
    idle.interrupt();
    node.await("the interrupt is forgotten", () -> !idle.isInterrupted());
    node.await("the worker rests again", () -> idle.getState() == Thread.State.WAITING);
    Process.send(pid, "go");
    node.await("it has run", () -> handled.get() == 2);
    node.kill(pid);
  }
}

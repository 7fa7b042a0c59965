package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.CallException.CallCycleException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Cycles of calls, with infinite timeouts and a clock that stands still. */
@WithNode(manualTime = true)
class CallCyclesTest {

  private static final String ASK = "ask";

  private static Object call(Pid server, Object request) {
    return Calls.call("test:call", server, request, Timeout.INFINITY);
  }

  /** Handles a request: the list of servers to call one through the other; what the last one answers goes back all the way. */
  private static final class Forwarder implements EventBody {
    private final AtomicInteger cycles;

    Forwarder(AtomicInteger cycles) {
      this.cycles = cycles;
    }

    @Override
    public void start() {}

    @Override
    public void handle(Object message) {
      if (!(message instanceof ReplyPlace place) || !(place.request() instanceof List<?> route)) {
        return;
      }
      if (route.isEmpty()) {
        place.reply("end");
        return;
      }
      try {
        place.reply(call((Pid) route.getFirst(), route.subList(1, route.size())));
      } catch (CallCycleException e) {
        cycles.incrementAndGet();
        place.reply(e.cycle());
      }
    }
  }

  private static List<Pid> forwarders(TestNode node, int count, AtomicInteger cycles) {
    List<Pid> pids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pids.add(EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), new Forwarder(cycles)));
    }
    return pids;
  }

  private static void kill(TestNode node, List<Pid> pids) {
    node.kill(pids.toArray(Pid[]::new));
  }

  @Test
  void twoThatCallEachOther(TestNode node) throws Exception {
    AtomicInteger cycles = new AtomicInteger();
    List<Pid> pids = forwarders(node, 2, cycles);
    Pid a = pids.get(0);
    Pid b = pids.get(1);
    assertThat(call(a, List.of(b, a))).isEqualTo(List.of(b, a));
    assertThat(call(b, List.of(a, b))).isEqualTo(List.of(b, a));
    assertThat(cycles).hasValue(2);
    assertThat(call(a, List.of(b))).isEqualTo("end");
    kill(node, pids);
  }

  @Test
  void longerCycles(TestNode node) throws Exception {
    AtomicInteger cycles = new AtomicInteger();
    List<Pid> pids = forwarders(node, 300, cycles);
    List<Pid> route = new ArrayList<>(pids.subList(1, 300));
    assertThat(call(pids.getFirst(), route)).isEqualTo("end");
    route.add(pids.get(100));
    assertThat((List<?>) call(pids.getFirst(), route)).hasSize(200).doesNotHaveDuplicates();
    assertThat(cycles).hasValue(1);
    kill(node, pids);
  }

  // A chain that leads into a cycle, from a process that is not part of it, is left alone.
  @Test
  void whoOnlyWaitsForACycleIsNotTold(TestNode node) throws Exception {
    AtomicInteger cycles = new AtomicInteger();
    List<Pid> pids = forwarders(node, 3, cycles);
    node.run(() -> assertThat((List<?>) call(pids.get(2), List.of(pids.get(0), pids.get(1), pids.get(0)))).hasSize(2));
    assertThat(cycles).hasValue(1);
    kill(node, pids);
  }

  // Two close the cycle at the same time: exactly one is told, the other gets its answer.
  @Test
  void simultaneousClosing(TestNode node) throws Exception {
    for (int round = 0; round < 2000; round++) {
      AtomicInteger cycles = new AtomicInteger();
      CyclicBarrier barrier = new CyclicBarrier(2);
      List<CompletableFuture<Pid>> known = List.of(new CompletableFuture<>(), new CompletableFuture<>());
      List<Pid> pids = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        CompletableFuture<Pid> other = known.get(1 - i);
        pids.add(node.spawn(() -> {
          Pid server = other.get();
          barrier.await();
          try {
            call(server, ASK);
          } catch (CallCycleException e) {
            cycles.incrementAndGet();
            Process.receive(ReplyPlace.class).reply("answer");
            return;
          } catch (ServerExitedException e) {
            throw new AssertionError(e);
          }
        }));
      }
      known.get(0).complete(pids.get(0));
      known.get(1).complete(pids.get(1));
      pids.forEach(node::awaitDeath);
      assertThat(cycles).hasValue(1);
    }
  }

  // Rings of three to six that close at the same time, while others only wait for one of the ring: exactly one of the ring is told, and
  // all others get their answers.
  @Test
  void ringsThatCloseAtTheSameTime(TestNode node) throws Exception {
    for (int round = 0; round < 1000; round++) {
      int size = 3 + round % 4;
      int tails = round % 3;
      AtomicInteger cycles = new AtomicInteger();
      AtomicInteger answers = new AtomicInteger();
      CyclicBarrier barrier = new CyclicBarrier(size + tails);
      CompletableFuture<List<Pid>> known = new CompletableFuture<>();
      List<Pid> pids = new ArrayList<>();
      for (int i = 0; i < size + tails; i++) {
        int self = i;
        pids.add(node.spawn(() -> {
          Pid server = known.get().get(self < size ? (self + 1) % size : 0);
          barrier.await();
          try {
            assertThat(call(server, ASK)).isEqualTo("answer");
            answers.incrementAndGet();
          } catch (CallCycleException e) {
            assertThat(e.cycle()).hasSize(size).startsWith(Process.self());
            cycles.incrementAndGet();
          }
          for (int n = self == 0 ? 1 + tails : self < size ? 1 : 0; n > 0; n--) {
            Process.receive(ReplyPlace.class, place -> !place.isSettled()).reply("answer");
          }
        }));
      }
      known.complete(pids);
      node.await("told and answered", () -> cycles.get() + answers.get() == size + tails);
      assertThat(cycles).hasValue(1);
      // Who was told has not sent his request, or it lies with his server as one that was given up; that one waits for no other.
      kill(node, pids);
    }
  }

  // Servers call each other at random; a cycle may be told only where there is one. Here there cannot be: calls go to younger ones only.
  @Test
  void noFalseAlarm(TestNode node) throws Exception {
    AtomicInteger cycles = new AtomicInteger();
    List<Pid> pids = forwarders(node, 6, cycles);
    List<Pid> callers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int first = i;
      callers.add(node.spawn(() -> {
        for (int n = 0; n < 1000; n++) {
          assertThat(call(pids.get(first), pids.subList(first + 1, 6))).isEqualTo("end");
        }
      }));
    }
    callers.forEach(node::awaitDeath);
    assertThat(cycles).hasValue(0);
    kill(node, pids);
  }

  // B answers A and then calls A: no cycle, although A may not have woken up.
  @Test
  void noAlarmAfterTheReply(TestNode node) throws Exception {
    for (int round = 0; round < 500; round++) {
      CompletableFuture<Object> result = new CompletableFuture<>();
      Pid a = node.spawn(() -> {
        Pid b = Process.receive(Pid.class);
        assertThat(call(b, ASK)).isEqualTo("first");
        Process.receive(ReplyPlace.class).reply("second");
      });
      Pid b = node.spawn(() -> {
        Process.receive(ReplyPlace.class).reply("first");
        result.complete(call(a, ASK));
      });
      Process.send(a, b);
      assertThat(node.await(result)).isEqualTo("second");
      node.awaitDeath(a);
      node.awaitDeath(b);
    }
  }

  // B defers its answer and calls A, which waits for B: no cycle that could not end, since B can go on. A third process answers both.
  @Test
  void noAlarmAfterADeferral(TestNode node) throws Exception {
    CompletableFuture<ReplyPlace> deferred = new CompletableFuture<>();
    CompletableFuture<Object> ofA = new CompletableFuture<>();
    CompletableFuture<Object> ofB = new CompletableFuture<>();
    Pid a = node.spawn(() -> {
      Pid b = Process.receive(Pid.class);
      ofA.complete(call(b, ASK));
      Process.receive(ReplyPlace.class).reply("from a");
    });
    Pid b = node.spawn(() -> {
      ReplyPlace place = Process.receive(ReplyPlace.class);
      place.defer();
      deferred.complete(place);
      ofB.complete(call(a, ASK));
    });
    Process.send(a, b);
    ReplyPlace place = node.await(deferred);
    node.await("B's request", () -> !Process.messages(a).isEmpty());
    assertThat(ofB).isNotDone();
    assertThat(place.reply("from a third")).isTrue();
    assertThat(node.await(ofA)).isEqualTo("from a third");
    assertThat(node.await(ofB)).isEqualTo("from a");
    node.awaitDeath(a);
    node.awaitDeath(b);
  }

  // A child that calls its starter while that waits for the acknowledgement; at once, or only when the starter waits already.
  @Test
  void aStartingChildThatCallsItsParent(TestNode node) throws Exception {
    for (int round = 0; round < 500; round++) {
      boolean wait = round % 2 == 0;
      node.run(() -> {
        Pid parent = Process.self();
        StartOutcome outcome = EventProcess.startPlain(SpawnOptions.LINKED, acknowledge -> () -> {
          if (wait) {
            node.awaitWaiting(parent);
          }
          try {
            call(parent, ASK);
          } catch (CallCycleException e) {
            acknowledge.accept(e.cycle());
          }
        }, Timeout.INFINITY, Optional.empty());
        assertThat(outcome).isInstanceOfSatisfying(StartOutcome.Acknowledged.class,
            acknowledged -> assertThat(acknowledged.value()).isEqualTo(List.of(acknowledged.pid(), parent)));
        // The request may have been sent before the cycle was closed; it has failed then, as one whose caller has given up.
        assertThat(Process.messages(parent)).allMatch(m -> m instanceof ReplyPlace place && place.isSettled());
      });
    }
  }

  // A process waits for the end of another that traps exits and calls it: before, or while it waits.
  @Test
  void waitingForAProcessThatCalls(TestNode node) throws Exception {
    for (int round = 0; round < 500; round++) {
      boolean before = round % 2 == 0;
      node.run(() -> {
        Pid parent = Process.self();
        Pid child = Process.spawn(() -> {
          Process.trapExit(true);
          Process.send(parent, "ready");
          if (!before) {
            Process.receive(Info.Exit.class);
          }
          try {
            call(parent, ASK);
          } catch (CallCycleException e) {
            throw Process.exit(ExitReason.of("cycle"));
          }
        });
        Messages.await("ready");
        Ref ref = Process.monitor(child);
        if (before) {
          node.awaitWaiting(child);
        }
        ExitReason reason = EventProcess.waitingFor(child, () -> {
          Process.exit(child, ExitReason.SHUTDOWN);
          return Messages.downReason(ref);
        });
        assertThat(reason).isEqualTo(ExitReason.of("cycle"));
      });
    }
  }

  // One that does not trap exits ends by the signal, and its call is no cycle.
  @Test
  void waitingForAProcessThatCallsAndDoesNotTrap(TestNode node) throws Exception {
    node.run(() -> {
      Pid parent = Process.self();
      Pid child = Process.spawn(() -> call(parent, ASK));
      Ref ref = Process.monitor(child);
      node.awaitWaiting(child);
      ExitReason reason = EventProcess.waitingFor(child, () -> {
        Process.exit(child, ExitReason.SHUTDOWN);
        return Messages.downReason(ref);
      });
      assertThat(reason).isEqualTo(ExitReason.SHUTDOWN);
    });
  }

  // A call inside of a wait does not make the wait forgotten.
  @Test
  void aCallInsideOfAWait(TestNode node) throws Exception {
    node.run(() -> {
      Pid parent = Process.self();
      Pid helper = Process.spawnLink(() -> Process.receive(ReplyPlace.class).reply("help"));
      Pid child = Process.spawnLink(() -> {
        Process.trapExit(true);
        Process.send(parent, "ready");
        Messages.await("call");
        try {
          call(parent, ASK);
        } catch (CallCycleException e) {
          Process.send(parent, "cycle");
        }
      });
      Messages.await("ready");
      EventProcess.waitingFor(child, () -> {
        assertThat(call(helper, ASK)).isEqualTo("help");
        Process.send(child, "call");
        Messages.await("cycle");
        return true;
      });
    });
  }
}

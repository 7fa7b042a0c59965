package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event-driven processes under load, in each other's way, and beside code that blocks or loops: SlotScheduler I1 to I7, Cell I1. */
@WithNode
class SchedulerStressTest {

  private static Pid spawn(TestNode node, Blocks.Handler handler) {
    return EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), Blocks.handling(handler));
  }

  /** A process that is called, and answers. */
  private static Pid echo(TestNode node) {
    return spawn(node, message -> ((ReplyPlace) message).reply("echo"));
  }

  private static Object call(Pid pid) {
    return Calls.call("test:call", pid, "x", Timeout.INFINITY);
  }

  /** Completes when the two have sent the ball to and fro that often. */
  private static CompletableFuture<String> pingPong(TestNode node, int times) {
    CompletableFuture<String> done = new CompletableFuture<>();
    AtomicReference<Pid> first = new AtomicReference<>();
    Pid second = spawn(node, ball -> Process.send(first.get(), ball));
    first.set(spawn(node, ball -> {
      int left = (Integer) ball;
      if (left > 0) {
        Process.send(second, left - 1);
      } else {
        done.complete("done");
      }
    }));
    Process.send(first.get(), times);
    return done;
  }

  private static void killAll(TestNode node) {
    node.kill(node.node().processes().toArray(Pid[]::new));
  }

  // ---- all messages, once, in order

  private record Numbered(int sender, int number) {}

  /** Sends to all in turn, and checks what it gets. */
  private static final class Peer {
    private final int self;
    private final List<Pid> peers;
    private final Queue<String> problems;
    private final AtomicInteger handled;
    private final AtomicInteger inside = new AtomicInteger();
    private final int[] sent;
    private final int[] expected;

    Peer(int self, int senders, List<Pid> peers, Queue<String> problems, AtomicInteger handled) {
      this.self = self;
      this.peers = peers;
      this.problems = problems;
      this.handled = handled;
      sent = new int[senders];
      expected = new int[senders];
    }

    void handle(Object message) {
      if (inside.incrementAndGet() != 1) {
        problems.add("two threads in process " + self);
      }
      switch (message) {
        case Integer left when left > 0 -> {
          int to = left % peers.size();
          Process.send(peers.get(to), new Numbered(self, sent[to]++));
          Process.send(Process.self(), left - 1);
        }
        case Numbered(int sender, int number) -> {
          if (expected[sender]++ != number) {
            problems.add("from " + sender + " to " + self + " came " + number + " as number " + (expected[sender] - 1));
          }
          handled.incrementAndGet();
        }
        default -> {}
      }
      inside.decrementAndGet();
    }
  }

  private static void everyMessageOnceAndInOrder(TestNode node) throws Exception {
    int count = 16;
    int threads = 2;
    int each = 6400;
    Queue<String> problems = new ConcurrentLinkedQueue<>();
    AtomicInteger handled = new AtomicInteger();
    List<Pid> spawned = new ArrayList<>();
    CompletableFuture<List<Pid>> known = new CompletableFuture<>();
    for (int i = 0; i < count; i++) {
      int self = i;
      AtomicReference<Peer> peer = new AtomicReference<>();
      spawned.add(spawn(node, message -> {
        if (peer.get() == null) {
          peer.set(new Peer(self, count + threads, known.join(), problems, handled));
        }
        peer.get().handle(message);
      }));
    }
    known.complete(List.copyOf(spawned));
    List<Thread> outside = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int sender = count + i;
      outside.add(Thread.ofPlatform().start(() -> {
        for (int n = 0; n < each; n++) {
          Process.send(spawned.get(n % count), new Numbered(sender, n / count));
        }
      }));
    }
    spawned.forEach(pid -> Process.send(pid, each));
    for (Thread thread : outside) {
      thread.join();
    }
    node.await("all were handled", () -> handled.get() == (count + threads) * each || !problems.isEmpty());
    assertThat(problems).isEmpty();
    killAll(node);
  }

  @Test
  void everyMessageOnceAndInOrderOnAllSlots(TestNode node) throws Exception {
    everyMessageOnceAndInOrder(node);
  }

  @Test
  @WithNode(slots = 1)
  void everyMessageOnceAndInOrderOnOneSlot(TestNode node) throws Exception {
    everyMessageOnceAndInOrder(node);
  }

  // More slots than processors: workers lose their carriers anywhere.
  @Test
  @WithNode(slots = 8)
  void everyMessageOnceAndInOrderOnManySlots(TestNode node) throws Exception {
    everyMessageOnceAndInOrder(node);
  }

  // ---- the run-next place

  // I3: a step that was put there is not lost with a worker that waits for it without telling us.
  @Test
  @WithNode(slots = 1)
  void whoBlocksForWhomItWoke(TestNode node) throws Exception {
    for (int round = 0; round < 20; round++) {
      CountDownLatch woken = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      Pid second = spawn(node, _ -> woken.countDown());
      Pid first = spawn(node, _ -> {
        Process.send(second, "go");
        woken.await();
        done.countDown();
      });
      Process.send(first, "go");
      done.await();
    }
    killAll(node);
  }

  // I6 and the budget: on one slot, a pair that wakes each other, one that sends to itself and a full mailbox starve nobody.
  @Test
  @WithNode(slots = 1)
  void busyOnesStarveNobody(TestNode node) throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    AtomicReference<Pid> first = new AtomicReference<>();
    Pid second = spawn(node, ball -> Process.send(first.get(), ball));
    first.set(spawn(node, ball -> {
      if (!end.get()) {
        Process.send(second, ball);
      }
    }));
    Pid selfish = spawn(node, message -> {
      if (!end.get()) {
        Process.send(Process.self(), message);
      }
    });
    Process.send(first.get(), "ball");
    Process.send(selfish, "again");
    Pid third = echo(node);
    for (int i = 0; i < 200; i++) {
      assertThat(call(third)).isEqualTo("echo");
    }
    end.set(true);
    node.run(() -> assertThat(call(third)).isEqualTo("echo"));
    killAll(node);
  }

  // ---- blocking in our API

  // E2: who waits in a call gives its slot away; so a chain of calls may be longer than there are slots.
  @Test
  @WithNode(slots = 2)
  void aChainOfCalls(TestNode node) throws Exception {
    AtomicReference<Pid> next = new AtomicReference<>(echo(node));
    for (int i = 0; i < 1000; i++) {
      Pid callee = next.get();
      next.set(spawn(node, message -> ((ReplyPlace) message).reply(call(callee))));
    }
    List<Pid> callers = new ArrayList<>();
    AtomicInteger answered = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      callers.add(node.spawn(() -> {
        assertThat(call(next.get())).isEqualTo("echo");
        answered.incrementAndGet();
      }));
    }
    callers.forEach(node::awaitDeath);
    assertThat(answered).hasValue(5);
    killAll(node);
  }

  @Test
  @WithNode(slots = 2)
  void othersGoOnWhileManyWait(TestNode node) throws Exception {
    int count = 1000;
    List<ReplyPlace> kept = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger answered = new AtomicInteger();
    Pid server = spawn(node, message -> {
      ((ReplyPlace) message).defer();
      kept.add((ReplyPlace) message);
    });
    List<Pid> receivers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean receives = i % 2 == 0;
      Pid pid = spawn(node, _ -> {
        if (receives) {
          Messages.await("answer");
        } else {
          call(server);
        }
        answered.incrementAndGet();
      });
      if (receives) {
        receivers.add(pid);
      }
      Process.send(pid, "go");
    }
    node.await("all calls have come", () -> kept.size() == count / 2);
    assertThat(node.await(pingPong(node, 5000))).isEqualTo("done");
    assertThat(answered).hasValue(0);
    kept.forEach(place -> place.reply("answer"));
    receivers.forEach(pid -> Process.send(pid, "answer"));
    node.await("all go on", () -> answered.get() == count);
    killAll(node);
  }

  // ---- blocking elsewhere

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 300})
  void othersGoOnWhileSomeBlock(int count, TestNode node) throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(count);
    CountDownLatch done = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Process.send(spawn(node, _ -> {
        blocked.countDown();
        open.await();
        done.countDown();
      }), "go");
    }
    blocked.await();
    assertThat(node.await(pingPong(node, 5000))).isEqualTo("done");
    assertThat(call(echo(node))).isEqualTo("echo");
    assertThat(done.getCount()).isEqualTo(count);
    open.countDown();
    done.await();
    assertThat(node.await(pingPong(node, 5000))).isEqualTo("done");
    killAll(node);
  }

  // ---- endless loops

  // E3: twice as many loops as there are processors hold all carrier threads; the watcher adds some.
  @Test
  void endlessLoopsOnAllProcessors(TestNode node) throws Exception {
    int count = 2 * Runtime.getRuntime().availableProcessors();
    for (boolean plain : List.of(false, true)) {
      AtomicBoolean end = new AtomicBoolean();
      AtomicInteger looping = new AtomicInteger();
      CountDownLatch ended = new CountDownLatch(count);
      Process.Body loop = () -> {
        looping.incrementAndGet();
        while (!end.get()) {
          Thread.onSpinWait();
        }
        ended.countDown();
      };
      try {
        for (int i = 0; i < count; i++) {
          Pid pid = plain ? node.spawn(loop) : spawn(node, _ -> loop.run());
          Process.send(pid, "go");
        }
        node.await("all loop", () -> looping.get() == count);
        assertThat(node.await(pingPong(node, 1000))).isEqualTo("done");
        CompletableFuture<String> ofPlain = new CompletableFuture<>();
        node.spawn(() -> ofPlain.complete("ran"));
        assertThat(node.await(ofPlain)).isEqualTo("ran");
        assertThat(ended.getCount()).isEqualTo(count);
      } finally {
        end.set(true);
      }
      ended.await();
    }
    killAll(node);
  }
}

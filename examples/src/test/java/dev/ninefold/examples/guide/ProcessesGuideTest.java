package dev.ninefold.examples.guide;

import static dev.ninefold.process.SignalOption.PRIORITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.guide.Counter.Add;
import dev.ninefold.process.AliasKind;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessError;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.Ref;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.io.BufferedReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The snippets of docs/processes.md. */
@WithNode
class ProcessesGuideTest {

  @Test
  void spawnSendReceive(TestNode node) throws Exception {
    node.run(() -> {
      // tag::first[]
      Pid me = Process.self();
      Pid greeter = Process.spawn(() -> {
        String name = Process.receive(String.class);
        Process.send(me, "hello, " + name);
      });
      Process.send(greeter, "world");
      assertThat(Process.receive()).isEqualTo("hello, world");
      // end::first[]
    });
  }

  @Test
  void aClientApi(TestNode node) throws Exception {
    node.run(() -> {
      // tag::client-use[]
      Pid counter = Counter.start(10);
      Counter.add(counter, 5);
      assertThat(Counter.read(counter)).isEqualTo(15);
      // end::client-use[]
      Process.unlink(counter);
      node.kill(counter);
      assertThatThrownBy(() -> Counter.read(counter)).isInstanceOf(ExitException.class).hasMessage("noproc");
    });
  }

  @Test
  void links(TestNode node) throws Exception {
    node.ignoreReports(ProcessError.class);
    node.run(() -> {
      // tag::links[]
      Process.trapExit(true);
      Pid worker = Process.spawnLink(() -> {
        throw new IllegalStateException("out of paper");
      });
      Info.Exit exit = Process.receive(Info.Exit.class, e -> e.from() == worker);
      switch (exit.reason()) {
        case ExitReason.Crashed(Throwable cause) -> assertThat(cause).hasMessage("out of paper");
        case ExitReason reason -> throw new AssertionError(reason);
      }
      // end::links[]
    });
  }

  @Test
  void monitors(TestNode node) throws Exception {
    node.run(() -> {
      // tag::monitors[]
      Pid worker = Process.spawn(() -> Process.receive(String.class));
      Ref ref = Process.monitor(worker);
      Process.send(worker, "that is all");
      Info.Down down = Process.receive(Info.Down.class, d -> d.ref() == ref);
      assertThat(down.reason()).isEqualTo(ExitReason.NORMAL);
      // end::monitors[]
    });
  }

  @Test
  void superviseByHand(TestNode node) throws Exception {
    node.ignoreReports(ProcessError.class);
    var keeper = new CompletableFuture<Pid>();
    var started = new CountDownLatch(3);
    node.run(() -> {
      keeper.complete(Process.spawnLink(() -> keepAlive(() -> {
        started.countDown();
        if (started.getCount() > 0) {
          throw new IllegalStateException("again");
        }
        Process.receive();
      })));
      started.await();
    });
    node.awaitDeath(keeper.join());
  }

  // tag::keep-alive[]
  static void keepAlive(Process.Body body) {
    Process.trapExit(true);
    while (true) {
      Pid child = Process.spawnLink(body);
      Info.Exit exit = Process.receive(Info.Exit.class);
      if (exit.from() != child) {
        throw Process.exit(exit.reason());
      }
    }
  }
  // end::keep-alive[]

  @Test
  void names(TestNode node) throws Exception {
    node.run(() -> {
      // tag::names[]
      Pid counter = Counter.start(0);
      Process.register("counter", counter);
      Process.send(Name.local("counter"), new Add(3));
      assertThat(Process.whereis("counter")).contains(counter);
      assertThat(Counter.read(Process.whereis("counter").orElseThrow())).isEqualTo(3);
      // end::names[]

      // tag::names-clash[]
      assertThatThrownBy(() -> Process.register("counter", Process.self()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the name is in use by " + counter);
      // end::names-clash[]
      assertThatThrownBy(() -> Process.send(Name.local("nobody"), 1)).isInstanceOf(IllegalArgumentException.class);
      Process.unlink(counter);
      node.kill(counter);
    });
  }

  @Test
  void selectiveReceive(TestNode node) throws Exception {
    node.run(() -> {
      // tag::selective[]
      Process.send(Process.self(), "first");
      Process.send(Process.self(), 42);
      Process.send(Process.self(), "second");
      assertThat(Process.receive(Integer.class)).isEqualTo(42);
      assertThat(Process.receive(String.class, s -> s.startsWith("s"))).isEqualTo("second");
      assertThat(Process.receive()).isEqualTo("first");
      // end::selective[]
    });
  }

  @Test
  void dropWhatNobodyKnows(TestNode node) throws Exception {
    node.run(() -> {
      Process.send(Process.self(), new Add(1));
      Process.send(Process.self(), "stray");
      Process.send(Process.self(), new Info.Exit(Process.self(), ExitReason.SHUTDOWN));
      var seen = new ArrayList<Object>();
      for (int i = 0; i < 3; i++) {
        // tag::drop[]
        switch (Process.receive()) {
          case Add(int number) -> seen.add(number);
          case Info.Exit(Pid _, ExitReason reason) -> seen.add(reason);
          case Object stray -> seen.add("dropped " + stray);
        }
        // end::drop[]
      }
      assertThat(seen).containsExactly(1, "dropped stray", ExitReason.SHUTDOWN);
    });
  }

  @Test
  void timeouts(TestNode node) throws Exception {
    node.run(() -> {
      // tag::timeout[]
      Optional<String> answer = Process.receive(String.class, _ -> true, Duration.ofMillis(10));
      assertThat(answer).isEmpty();
      // end::timeout[]
    });
  }

  @Test
  void timers(TestNode node) throws Exception {
    node.run(() -> {
      // tag::timers[]
      var timer = Process.sendAfter(Duration.ofHours(1), Process.self(), "tick");
      assertThat(Process.cancelTimer(timer)).isPresent();
      Process.sendAfter(Duration.ofMillis(1), Process.self(), "tock");
      assertThat(Process.receive()).isEqualTo("tock");
      // end::timers[]
    });
  }

  @Test
  void lateReplies(TestNode node) throws Exception {
    node.run(() -> {
      // tag::alias[]
      Pid slow = Process.spawn(() -> {
        Ref replyTo = Process.receive(Ref.class);
        Process.receive(String.class);
        Process.send(replyTo, "too late");
      });
      Ref ref = Process.monitor(slow, MonitorOptions.DEFAULT.withAlias(AliasKind.REPLY_DEMONITOR));
      Process.send(slow, ref);
      Optional<String> reply = Process.receive(ref, String.class, _ -> true, Duration.ofMillis(1));
      assertThat(reply).isEmpty();
      Process.demonitor(ref, Process.DemonitorOption.FLUSH);
      Process.send(slow, "now");
      // end::alias[]
      node.awaitDeath(slow);
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void priorityMessages(TestNode node) throws Exception {
    node.run(() -> {
      var go = new CountDownLatch(1);
      Pid asker = Process.self();
      // tag::priority[]
      Pid worker = Process.spawn(() -> {
        Process.send(asker, Process.alias(AliasKind.EXPLICIT, PRIORITY));
        go.await();
        for (int handled = 0;; handled++) {
          if (Process.receive() instanceof String word && word.equals("how far?")) {
            Process.send(asker, handled);
          }
        }
      });
      Ref urgent = Process.receive(Ref.class);
      for (int job = 0; job < 1000; job++) {
        Process.send(worker, job);
      }
      Process.send(urgent, "how far?", PRIORITY);
      go.countDown();
      assertThat(Process.receive(Integer.class)).isZero();
      // end::priority[]
      Process.exit(worker, ExitReason.KILL);
    });
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // What the guide shows is code that does not care.
  void aKilledProcessMayGoOnAsAZombie(TestNode node) throws Exception {
    var port = new ReentrantLock();
    var holds = new CountDownLatch(1);
    // tag::zombie[]
    var letGo = new CountDownLatch(1);
    Pid stubborn = node.spawn(() -> {
      port.lock();
      holds.countDown();
      while (letGo.getCount() > 0) {
        try {
          letGo.await();
        } catch (InterruptedException _) {
          // Swallowed: the code does not end.
        }
      }
      port.unlock();
    });
    holds.await();
    Process.exit(stubborn, ExitReason.KILL);
    assertThat(Process.isAlive(stubborn)).isFalse();
    assertThat(node.node().zombies()).contains(stubborn);
    assertThat(port.isLocked()).isTrue();
    // end::zombie[]
    letGo.countDown();
    node.await("the zombie ends", () -> node.node().zombies().isEmpty() && !port.isLocked());
  }

  @Test
  void blocking(TestNode node) throws Exception {
    node.run(() -> {
      var reader = new BufferedReader(new StringReader("first line"));
      // tag::blocking[]
      String line = Process.blocking(reader::readLine);
      // end::blocking[]
      assertThat(line).isEqualTo("first line");
    });
  }

  @Test
  void fromThreads(TestNode testNode) throws Exception {
    Node node = testNode.node();
    Pid counter = node.spawn(() -> Counter.loop(1));
    // tag::threads[]
    Process.send(counter, new Add(2));
    int total = node.run(() -> Counter.read(counter));
    assertThat(total).isEqualTo(3);
    // end::threads[]
    testNode.kill(counter);
  }

  @Test
  void aNodeForATest() throws Exception {
    // tag::node[]
    var time = new ManualTime();
    try (Node node = Node.start(NodeOptions.named("test").withTime(time))) {
      var rang = new CompletableFuture<Boolean>();
      var set = new CountDownLatch(1);
      node.spawn(() -> {
        Process.sendAfter(Duration.ofHours(8), Process.self(), "wake up");
        set.countDown();
        Process.receive();
        rang.complete(true);
      });
      set.await();
      time.advance(Duration.ofHours(8));
      assertThat(rang.get()).isTrue();
    }
    // end::node[]
  }

  @Test
  void looking(TestNode node) throws Exception {
    Pid shelf = node.spawn(() -> {
      Process.setLabel("shelf");
      Process.register("shelf", Process.self());
      Process.receive(Integer.class);
    });
    Process.send(shelf, "book");
    node.await("the book is seen, and left", () -> node.node().whereis("shelf").isPresent());
    node.awaitWaiting(shelf);
    // tag::info[]
    ProcessInfo info = Process.info(shelf).orElseThrow();
    assertThat(info.registeredName()).contains("shelf");
    assertThat(info.label()).contains("shelf");
    assertThat(info.messageQueueLength()).isEqualTo(1);
    assertThat(info.status()).isEqualTo(ProcessInfo.Status.WAITING);
    assertThat(Process.messages(shelf)).isEqualTo(List.of("book"));
    // end::info[]
    Process.send(shelf, 1);
    node.awaitDeath(shelf);
    assertThat(Process.info(shelf)).isEmpty();
  }

  @Test
  void labels(TestNode node) throws Exception {
    node.run(() -> {
      // tag::label[]
      Pid session = Process.spawn(SpawnOptions.DEFAULT.withLabel("session of anna"), () -> Process.receive());
      assertThat(Process.label(session)).contains("session of anna");
      // end::label[]
      node.kill(session);
    });
  }
}

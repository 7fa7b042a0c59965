package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.CallException.CallInterruptedException;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.CallingSelfException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Requests with a reply. The clock stands still and the timeouts are infinite: whatever fails, fails at once.
 */
@WithNode(manualTime = true)
class CallsTest {

  private static final ExitReason CRASH = ExitReason.of("crash");

  private static Object call(Destination server, Object request) {
    return Calls.call("test:call", server, request, Timeout.INFINITY);
  }

  /** A server: an event-driven process that does with a request what it is told. */
  private static Pid server(TestNode node, Consumer<ReplyPlace> handler) {
    return EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), new EventBody() {
      @Override
      public void start() {}

      @Override
      public void handle(Object message) {
        if (message instanceof ReplyPlace place) {
          handler.accept(place);
        }
      }
    });
  }

  /** Runs the code in a process and on an ordinary thread. */
  private static void everywhere(TestNode node, Process.Body code) throws Exception {
    node.run(code);
    code.run();
  }

  @Test
  void reply(TestNode node) throws Exception {
    Pid server = server(node, place -> place.reply(place.request() + "!"));
    everywhere(node, () -> assertThat(call(server, "hello")).isEqualTo("hello!"));
    Pid nothing = server(node, place -> place.reply(null));
    everywhere(node, () -> assertThat(call(nothing, "hello")).isNull());
    node.kill(server, nothing);
  }

  @Test
  void aWaitingRequestIsShownAsInErlang(TestNode node) throws Exception {
    var shown = new CompletableFuture<String>();
    Pid server = server(node, place -> {
      shown.complete(place.toString());
      place.reply("");
    });
    Pid caller = node.run(() -> {
      call(server, "hello");
      return Process.self();
    });
    assertThat(shown.join()).isEqualTo("{'$gen_call', " + caller + ", hello}");
    node.kill(server);
  }

  @Test
  void deferredReplyByAnother(TestNode node) throws Exception {
    Pid server = server(node, place -> {
      place.defer();
      Process.spawn(() -> place.reply("later"));
    });
    everywhere(node, () -> assertThat(call(server, "hello")).isEqualTo("later"));
    node.kill(server);
  }

  @Test
  void nobodyThere(TestNode node) throws Exception {
    Pid dead = node.spawn(() -> {});
    node.awaitDeath(dead);
    everywhere(node, () -> assertThatThrownBy(() -> call(dead, "x")).isInstanceOf(NoProcessException.class));
    everywhere(node, () -> assertThatThrownBy(() -> call(Name.local("nobody"), "x"))
        .isInstanceOfSatisfying(NoProcessException.class, e -> {
          assertThat(e.failure()).isEqualTo(ExitReason.NOPROC);
          assertThat(e.server()).isEqualTo(Name.local("nobody"));
          assertThat(e.request()).isEqualTo("x");
          assertThat(e.timeout()).isEqualTo(Timeout.INFINITY);
        }));
  }

  @Test
  void callingOneself(TestNode node) throws Exception {
    node.run(() -> {
      assertThatThrownBy(() -> call(Process.self(), "x")).isInstanceOf(CallingSelfException.class);
      Process.register("me", Process.self());
      assertThatThrownBy(() -> call(Name.local("me"), "x")).isInstanceOf(CallingSelfException.class);
      Messages.assertNoMessage();
    });
  }

  @Test
  void theServerDiesWithTheRequestUnread(TestNode node) throws Exception {
    everywhere(node, () -> {
      Pid server = node.spawnIdle();
      var killer = node.spawn(() -> {
        node.await("the request", () -> !Process.messages(server).isEmpty());
        Process.exit(server, CRASH);
      });
      assertThatThrownBy(() -> call(server, "x")).isInstanceOfSatisfying(ServerExitedException.class,
          e -> assertThat(e.failure()).isEqualTo(CRASH));
      node.awaitDeath(killer);
    });
  }

  @Test
  void theServerCrashesWhileItHandlesTheRequest(TestNode node) throws Exception {
    everywhere(node, () -> {
      Pid server = server(node, _ -> {
        throw Process.exit(CRASH);
      });
      assertThatThrownBy(() -> call(server, "x")).isInstanceOfSatisfying(ServerExitedException.class,
          e -> assertThat(e.failure()).isEqualTo(CRASH));
      node.awaitDeath(server);
    });
  }

  // The handler receives other messages, which come to be the current ones, and crashes then.
  @Test
  void theServerReceivesOtherThingsBeforeItCrashes(TestNode node) throws Exception {
    everywhere(node, () -> {
      Pid server = server(node, _ -> {
        Process.send(Process.self(), "another");
        Process.receive(String.class, "another"::equals);
        throw Process.exit(CRASH);
      });
      assertThatThrownBy(() -> call(server, "x")).isInstanceOf(ServerExitedException.class);
      node.awaitDeath(server);
    });
  }

  @Test
  void aPlainProcessAsAServerDies(TestNode node) throws Exception {
    everywhere(node, () -> {
      Pid server = node.spawn(() -> {
        ReplyPlace first = Process.receive(ReplyPlace.class);
        Process.send(Process.self(), "another");
        Process.receive(String.class);
        assertThat(first.isSettled()).isFalse();
        throw Process.exit(CRASH);
      });
      assertThatThrownBy(() -> call(server, "x")).isInstanceOf(ServerExitedException.class);
      node.awaitDeath(server);
    });
  }

  @Test
  void theServerIsKilledWhileItHandlesTheRequest(TestNode node) throws Exception {
    everywhere(node, () -> {
      CountDownLatch handling = new CountDownLatch(1);
      Pid server = server(node, _ -> {
        handling.countDown();
        while (!Thread.currentThread().isInterrupted()) {
          Thread.onSpinWait();
        }
      });
      Pid killer = node.spawn(() -> {
        handling.await();
        Process.exit(server, ExitReason.KILL);
      });
      assertThatThrownBy(() -> call(server, "x")).isInstanceOfSatisfying(ServerExitedException.class,
          e -> assertThat(e.failure()).isEqualTo(ExitReason.KILLED));
      node.awaitDeath(killer);
    });
  }

  @Test
  void theServerDiesAfterItDeferred(TestNode node) throws Exception {
    everywhere(node, () -> {
      AtomicInteger deferred = new AtomicInteger();
      Pid server = server(node, place -> {
        place.defer();
        deferred.incrementAndGet();
      });
      Pid other = node.spawn(() -> call(server, "second"));
      Pid killer = node.spawn(() -> {
        node.await("both deferred", () -> deferred.get() == 2);
        Process.exit(server, CRASH);
      });
      assertThatThrownBy(() -> call(server, "x")).isInstanceOf(ServerExitedException.class);
      node.awaitDeath(killer);
      node.awaitDeath(other);
    });
  }

  @Test
  void timeoutAndLateReply(TestNode node, ManualTime time) throws Exception {
    AtomicReference<ReplyPlace> kept = new AtomicReference<>();
    Pid server = server(node, place -> {
      place.defer();
      kept.set(place);
    });
    CompletableFuture<Throwable> result = new CompletableFuture<>();
    Pid caller = node.spawn(() -> {
      try {
        Calls.call("test:call", server, "x", Duration.ofSeconds(5));
      } catch (CallTimeoutException e) {
        result.complete(e);
      }
      Process.receive(String.class, "end"::equals);
      Messages.assertNoMessage();
    });
    node.await("deferred", () -> kept.get() != null);
    node.awaitWaiting(caller);
    time.advance(Duration.ofMillis(4999));
    assertThat(result).isNotDone();
    time.advance(Duration.ofMillis(1));
    assertThat(node.await(result)).hasMessageContaining("no reply within 5000 ms");
    assertThat(kept.get().reply("late")).isFalse();
    Process.send(caller, "end");
    node.awaitDeath(caller);
    node.kill(server);
  }

  @Test
  void aReplyGivenTwice(TestNode node) throws Exception {
    List<Boolean> replies = new ArrayList<>();
    Pid server = server(node, place -> {
      replies.add(place.reply(1));
      replies.add(place.reply(2));
    });
    everywhere(node, () -> assertThat(call(server, "x")).isEqualTo(1));
    node.await("all replies", () -> replies.size() == 4);
    assertThat(replies).containsExactly(true, false, true, false);
    node.kill(server);
  }

  @Test
  void negativeTimeout(TestNode node) throws Exception {
    Pid server = server(node, place -> place.reply(1));
    everywhere(node, () -> assertThatThrownBy(() -> Calls.call("f", server, 1, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class));
    node.kill(server);
  }

  @Test
  void interruptOfAnOrdinaryThread(TestNode node) throws Exception {
    Pid server = server(node, ReplyPlace::defer);
    CompletableFuture<Object> result = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().start(() -> {
      try {
        call(server, "x");
      } catch (CallInterruptedException e) {
        result.complete(Thread.currentThread().isInterrupted());
      }
    });
    thread.interrupt();
    assertThat(node.await(result)).isEqualTo(true);
    thread.join();
    node.kill(server);
  }

  @Test
  void interruptOfAProcessDoesNotEndTheCall(TestNode node) throws Exception {
    AtomicReference<ReplyPlace> kept = new AtomicReference<>();
    Pid server = server(node, place -> {
      place.defer();
      kept.set(place);
    });
    AtomicReference<Thread> thread = new AtomicReference<>();
    CompletableFuture<Object> result = new CompletableFuture<>();
    Pid caller = node.spawn(() -> {
      thread.set(Thread.currentThread());
      Object reply = call(server, "x");
      result.complete(List.of(reply, Thread.currentThread().isInterrupted()));
    });
    node.await("deferred", () -> kept.get() != null);
    node.awaitWaiting(caller);
    thread.get().interrupt();
    assertThat(kept.get().reply("reply")).isTrue();
    assertThat(node.await(result)).isEqualTo(List.of("reply", true));
    node.kill(server);
  }

  @Test
  void theCallerIsKilledWhileItWaits(TestNode node) throws Exception {
    AtomicReference<ReplyPlace> kept = new AtomicReference<>();
    Pid server = server(node, place -> {
      place.defer();
      kept.set(place);
    });
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Pid caller = node.spawn(() -> {
      try {
        call(server, "x");
      } catch (Error e) {
        thrown.complete(e);
        throw e;
      }
    });
    node.await("deferred", () -> kept.get() != null);
    node.kill(caller);
    assertThat(node.await(thrown)).isInstanceOf(ProcessKilledError.class);
    node.await("given up", () -> kept.get().isSettled());
    assertThat(kept.get().reply("late")).isFalse();
    assertThat(Process.isAlive(server)).isTrue();
    node.kill(server);
  }

  // Thousands of calls race with the death of the server: each ends, at once, with a reply or a failure.
  @Test
  void callsRaceWithTheDeathOfTheServer(TestNode node) throws Exception {
    for (int round = 0; round < 300; round++) {
      Pid server = server(node, place -> place.reply("ok"));
      List<Pid> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        callers.add(node.spawn(() -> {
          try {
            while (true) {
              assertThat(call(server, "x")).isEqualTo("ok");
            }
          } catch (NoProcessException | ServerExitedException e) {
            assertThat(e.failure()).isIn(ExitReason.NOPROC, ExitReason.KILLED);
          }
        }));
      }
      Process.exit(server, ExitReason.KILL);
      callers.forEach(node::awaitDeath);
    }
  }
}

package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Requests that a process took out of its mailbox and has not answered fail with it, at once and with its reason (Mailbox I1, I4): the
 * clock stands still and the timeouts are infinite.
 */
@WithNode(manualTime = true)
class TakenRequestsTest {

  private static final ExitReason CRASH = ExitReason.of("crash");

  /** Processes and ordinary threads by turns call the server, one with each name; how their calls end. */
  private static List<CompletableFuture<Object>> call(TestNode node, Pid server, String... names) {
    List<CompletableFuture<Object>> results = new ArrayList<>();
    for (String name : names) {
      CompletableFuture<Object> result = new CompletableFuture<>();
      Process.Body body = () -> {
        try {
          result.complete(Calls.call("test:call", server, name, Timeout.INFINITY));
        } catch (CallException e) {
          result.complete(e.failure());
        }
      };
      if (results.size() % 2 == 0) {
        node.spawn(body);
      } else {
        Thread.startVirtualThread(() -> {
          try {
            body.run();
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
      }
      results.add(result);
    }
    return results;
  }

  private static ReplyPlace take(String name) {
    return Process.receive(ReplyPlace.class, place -> place.request().equals(name));
  }

  private static void assertAll(TestNode node, List<CompletableFuture<Object>> results, Object outcome) throws Exception {
    for (CompletableFuture<Object> result : results) {
      assertThat(node.await(result)).isEqualTo(outcome);
    }
  }

  private static Pid eventDriven(TestNode node, EventBody body) {
    return EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), body);
  }

  private static EventBody handler(Process.Body onGo) {
    return new EventBody() {
      @Override
      public void start() {}

      @Override
      public void handle(Object message) throws Exception {
        if ("go".equals(message)) {
          onGo.run();
        }
      }
    };
  }

  @Test
  void severalTakenOneAfterAnother(TestNode node) throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    Pid server = node.spawn(() -> {
      take("c");
      take("a");
      take("d");
      take("b");
      taken.countDown();
      Messages.idle();
    });
    List<CompletableFuture<Object>> results = call(node, server, "a", "b", "c", "d");
    taken.await();
    assertThat(results).noneMatch(CompletableFuture::isDone);
    node.exit(CRASH, server);
    assertAll(node, results, CRASH);
  }

  @Test
  void theServerEndsByItself(TestNode node) throws Exception {
    Pid returns = node.spawn(() -> {
      take("a");
      take("b");
    });
    assertAll(node, call(node, returns, "a", "b"), ExitReason.NORMAL);
    Pid exits = node.spawn(() -> {
      take("a");
      take("b");
      throw Process.exit(CRASH);
    });
    assertAll(node, call(node, exits, "a", "b"), CRASH);
  }

  // Between the requests it receives with and without success, answers one, and looks for downs.
  @Test
  void otherThingsBetween(TestNode node) throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    Pid server = node.spawn(() -> {
      take("a");
      assertThat(Messages.now(String.class)).isEmpty();
      Process.send(Process.self(), "mail");
      Messages.await("mail");
      take("answered").reply("yes");
      Ref ref = Process.monitor(Process.spawn(() -> {}));
      Messages.down(ref);
      Process.demonitor(ref, Process.DemonitorOption.FLUSH);
      take("b");
      Process.send(Process.self(), "mail");
      Messages.await("mail");
      taken.countDown();
      Messages.idle();
    });
    List<CompletableFuture<Object>> results = call(node, server, "a", "b");
    List<CompletableFuture<Object>> answered = call(node, server, "answered");
    taken.await();
    assertAll(node, answered, "yes");
    assertThat(results).noneMatch(CompletableFuture::isDone);
    node.kill(server);
    assertAll(node, results, ExitReason.KILLED);
  }

  // A handler of an event-driven process receives requests itself, returns, and the process handles others before it dies.
  @Test
  void receivedInsideOfAHandler(TestNode node) throws Exception {
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(1);
    Pid server = eventDriven(node, new EventBody() {
      @Override
      public void start() {}

      @Override
      public void handle(Object message) {
        if (message.equals("go")) {
          handling.countDown();
          take("a");
          take("b");
        } else if (message.equals("after")) {
          taken.countDown();
        }
      }
    });
    Process.send(server, "go");
    handling.await();
    List<CompletableFuture<Object>> results = call(node, server, "a", "b");
    Process.send(server, "other");
    Process.send(server, "after");
    taken.await();
    assertThat(results).noneMatch(CompletableFuture::isDone);
    node.exit(CRASH, server);
    assertAll(node, results, CRASH);
  }

  @Test
  void receivedInsideOfAHandlerThatCrashes(TestNode node) throws Exception {
    Pid server = eventDriven(node, handler(() -> {
      take("a");
      take("b");
      throw Process.exit(CRASH);
    }));
    Process.send(server, "go");
    assertAll(node, call(node, server, "a", "b"), CRASH);
    node.awaitDeath(server);
  }

  // Takes race with a kill: whatever the server got, each call ends.
  @Test
  void takesRaceWithDeath(TestNode node) throws Exception {
    for (int round = 0; round < 500; round++) {
      boolean plain = round % 2 == 0;
      AtomicInteger taken = new AtomicInteger();
      Process.Body takeAll = () -> {
        for (String name : List.of("c", "b", "a", "d")) {
          take(name);
          taken.incrementAndGet();
        }
        Messages.idle();
      };
      Pid server = plain ? node.spawn(takeAll) : eventDriven(node, handler(takeAll));
      Process.send(server, "go");
      List<CompletableFuture<Object>> results = call(node, server, "a", "b", "c", "d");
      int enough = round % 5;
      node.await("some were taken", () -> taken.get() >= enough);
      node.exit(CRASH, server);
      for (CompletableFuture<Object> result : results) {
        assertThat(node.await(result)).isIn(CRASH, ExitReason.NOPROC);
      }
    }
  }
}

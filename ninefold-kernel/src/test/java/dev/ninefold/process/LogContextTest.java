package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The MDC of Logback does not pass from one process to another: design E2. */
@WithNode(slots = 1)
class LogContextTest {

  private static final String KEY = "user";

  /** What the second of two processes found, and whether it ran on the thread of the first. */
  private record Found(boolean sameThread, String value) {}

  private static Pid spawn(TestNode node, Blocks.Handler handler) {
    return EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), Blocks.handling(handler));
  }

  /** The first leaves something in the MDC, and ends its turn in that way; the second runs next, until it had the same thread. */
  private static void assertCleared(TestNode node, Blocks.Handler first) throws Exception {
    List<Found> all = new ArrayList<>();
    while (all.stream().filter(Found::sameThread).count() < 20) {
      CompletableFuture<Found> found = new CompletableFuture<>();
      Pid second = spawn(node, message -> {
        found.complete(new Found(message == Thread.currentThread(), String.valueOf(MDC.get(KEY))));
      });
      Pid careless = spawn(node, message -> {
        if (message.equals("go")) {
          MDC.put(KEY, "careless");
          Process.send(second, Thread.currentThread());
        }
        first.handle(message);
      });
      Process.send(careless, "go");
      all.add(node.await(found));
      node.kill(careless, second);
      assertThat(all).extracting(Found::value).containsOnly("null");
    }
  }

  @Test
  void afterATurn(TestNode node) throws Exception {
    assertCleared(node, _ -> {});
  }

  @Test
  void afterADeath(TestNode node) throws Exception {
    assertCleared(node, _ -> {
      throw Process.exit(ExitReason.SHUTDOWN);
    });
  }

  // The budget is used up, and others go first.
  @Test
  void afterATurnThatIsCutShort(TestNode node) throws Exception {
    assertCleared(node, message -> {
      if (Process.isAlive(Process.self())) {
        Process.send(Process.self(), "again");
      }
    });
  }

  // Within a callback it stays, also while the callback waits.
  @Test
  void withinACallback(TestNode node) throws Exception {
    CompletableFuture<String> found = new CompletableFuture<>();
    Pid server = spawn(node, message -> ((ReplyPlace) message).reply("reply"));
    Pid pid = spawn(node, _ -> {
      MDC.put(KEY, "mine");
      for (int i = 0; i < 1000; i++) {
        Calls.call("test:call", server, "x", Timeout.INFINITY);
      }
      found.complete(MDC.get(KEY));
    });
    Process.send(pid, "go");
    assertThat(node.await(found)).isEqualTo("mine");
    node.kill(pid, server);
  }
}

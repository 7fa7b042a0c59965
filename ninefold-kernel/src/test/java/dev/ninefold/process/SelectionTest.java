package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An event-driven process that handles only some messages for a while. */
@WithNode
class SelectionTest {

  private final AtomicInteger looks = new AtomicInteger();
  private final List<Object> handled = new CopyOnWriteArrayList<>();

  /** Handles only text, until "all" comes; "take" receives the oldest number while it is handled. */
  private Pid selecting(TestNode node) {
    return EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), new EventBody() {
      @Override
      public void start() {
        EventProcess.select(m -> {
          looks.incrementAndGet();
          return m instanceof String;
        });
      }

      @Override
      public void handle(Object message) {
        handled.add(message);
        if (message.equals("take")) {
          handled.add(Process.receive(Integer.class));
        } else if (message.equals("all")) {
          EventProcess.select(null);
        }
      }
    });
  }

  @Test
  void whatItDoesNotHandleIsLookedAtOnce(TestNode node) {
    Pid pid = selecting(node);
    for (int i = 0; i < 100; i++) {
      int sent = i + 1;
      Process.send(pid, i);
      node.await("looked at " + sent, () -> looks.get() >= sent);
      node.awaitWaiting(pid);
    }
    assertThat(looks).hasValue(100);
    Process.send(pid, "all");
    node.await("all are handled", () -> handled.size() == 101);
    assertThat(handled.getFirst()).isEqualTo("all");
    assertThat(handled.subList(1, 101)).isEqualTo(IntStream.range(0, 100).boxed().toList());
    node.exit(ExitReason.KILL, pid);
  }

  // the message that was looked at last may be gone when the next one comes
  @Test
  void receivingInBetweenLosesNothing(TestNode node) {
    Pid pid = selecting(node);
    for (int i = 0; i < 3; i++) {
      Process.send(pid, i);
      Process.send(pid, "take");
      int sent = i + 1;
      node.await("taken " + sent, () -> handled.size() == 2 * sent);
    }
    Process.send(pid, 3);
    Process.send(pid, "one");
    Process.send(pid, 4);
    Process.send(pid, "all");
    node.await("all are handled", () -> handled.size() == 10);
    assertThat(handled).containsExactly("take", 0, "take", 1, "take", 2, "one", "all", 3, 4);
    node.exit(ExitReason.KILL, pid);
  }
}

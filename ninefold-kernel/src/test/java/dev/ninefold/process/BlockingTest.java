package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Process.blocking gives the slot away before the code blocks. */
class BlockingTest {

  private static final class Blocked implements EventBody {
    private final CountDownLatch latch;

    Blocked(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    public void start() {}

    @Override
    public void handle(Object message) throws Exception {
      Process.blocking(() -> {
        latch.await();
        return "done";
      });
    }
  }

  @Test
  @WithNode(slots = 1)
  void anotherProcessRunsOnTheOnlySlotWhileOneBlocks(TestNode node) throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    node.run(() -> {
      Pid blocked = EventProcess.spawn(SpawnOptions.LINKED, new Blocked(latch));
      Process.send(blocked, "block");
      EventProcess.spawn(SpawnOptions.LINKED, new EventBody() {
        @Override
        public void start() {
          other.countDown();
        }

        @Override
        public void handle(Object message) {}
      });
      other.await();
      assertThat(Process.isAlive(blocked)).isTrue();
      latch.countDown();
    });
  }

  @Test
  @WithNode
  void anyThreadMayCallIt(TestNode node) throws Exception {
    assertThat(Process.blocking(() -> 42)).isEqualTo(42);
    assertThat(node.<Integer>run(() -> Process.blocking(() -> 43))).isEqualTo(43);
  }
}

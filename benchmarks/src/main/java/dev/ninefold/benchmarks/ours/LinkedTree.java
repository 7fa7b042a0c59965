package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** An event-driven process that is linked to two of its kind, and so on; the time from the exit of the root to the end of the last. */
final class LinkedTree implements EventBody {
  private static final Duration TICK = Duration.ofMillis(1);

  private final int size;
  private final CountDownLatch started;

  private LinkedTree(int size, CountDownLatch started) {
    this.size = size;
    this.started = started;
  }

  /** Not by {@code Node.run}, which starts a second process to watch the first: that would be counted among the tree's. */
  static double measure(int count) throws Exception {
    Node node = Node.local();
    CompletableFuture<Double> result = new CompletableFuture<>();
    node.spawn(() -> result.complete(fall(node, count)));
    return result.get();
  }

  private static double fall(Node node, int count) throws Exception {
    int before = node.processCount();
    CountDownLatch started = new CountDownLatch(count);
    Pid root = EventProcess.spawn(SpawnOptions.DEFAULT, new LinkedTree(count, started));
    started.await();
    return Timed.per(count, () -> {
      Process.exit(root, ExitReason.of("over"));
      while (node.processCount() > before) {
        Process.sleep(TICK);
      }
    });
  }

  @Override
  public void start() {
    int left = (size - 1) / 2;
    spawn(left);
    spawn(size - 1 - left);
    started.countDown();
  }

  private void spawn(int below) {
    if (below > 0) {
      EventProcess.spawn(SpawnOptions.LINKED, new LinkedTree(below, started));
    }
  }

  @Override
  public void handle(Object message) {}
}

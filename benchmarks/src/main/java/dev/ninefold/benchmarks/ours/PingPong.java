package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.util.concurrent.CountDownLatch;

/** Two plain processes that wait for each other in turn; both ways are one trip. */
final class PingPong {

  private record Ping(Pid from) {}

  private enum Pong {
    PONG
  }

  private PingPong() {}

  static double measure(int trips) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Node node = Node.local();
    return Timed.per(trips, () -> {
      Pid pong = node.spawn(() -> pong(trips));
      node.spawn(() -> {
        ping(pong, trips);
        done.countDown();
      });
      done.await();
    });
  }

  private static void ping(Pid pong, int trips) {
    for (int i = 0; i < trips; i++) {
      Process.send(pong, new Ping(Process.self()));
      Process.receive(Pong.class);
    }
  }

  private static void pong(int trips) {
    for (int i = 0; i < trips; i++) {
      Process.send(Process.receive(Ping.class).from(), Pong.PONG);
    }
  }
}

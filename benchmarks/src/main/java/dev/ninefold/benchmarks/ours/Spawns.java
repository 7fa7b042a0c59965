package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.EventProcess;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import java.util.concurrent.CountDownLatch;

/** One process spawns many that end at once; the time ends when the last has run. */
final class Spawns {
  private Spawns() {}

  static double eventDriven(int count) throws Exception {
    CountDownLatch done = new CountDownLatch(count);
    return Node.local().run(() -> Timed.per(count, () -> {
      for (int i = 0; i < count; i++) {
        EventProcess.spawn(SpawnOptions.DEFAULT, new EndingBody(done));
      }
      done.await();
    }));
  }

  static double plain(int count) throws Exception {
    CountDownLatch done = new CountDownLatch(count);
    return Node.local().run(() -> Timed.per(count, () -> {
      for (int i = 0; i < count; i++) {
        Process.spawn(done::countDown);
      }
      done.await();
    }));
  }
}

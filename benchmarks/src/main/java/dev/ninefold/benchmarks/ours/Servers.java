package dev.ninefold.benchmarks.ours;

import dev.ninefold.benchmarks.Heap;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.concurrent.CountDownLatch;

/** Servers as such: their beginning and end, and what they take. */
final class Servers {
  private Servers() {}

  /** A plain process starts a gen_server, stops it and waits for its end, again and again. */
  static double startStop(int count) throws Exception {
    return Node.local().run(() -> Timed.per(count, () -> {
      for (int i = 0; i < count; i++) {
        GenServer.stop(GenServer.start(IdleServer::new).orElseThrow());
      }
    }));
  }

  /** The heap that idle servers take, each with a name and a link to the process that started it, which traps exits. */
  static double bytesIdle(int count) throws Exception {
    long before = Heap.used();
    CountDownLatch started = new CountDownLatch(1);
    Pid owner = Node.local().spawn(() -> {
      Process.trapExit(true);
      for (int i = 0; i < count; i++) {
        GenServer.startLink(IdleServer::new, StartOptions.named("idle" + i)).orElseThrow();
      }
      started.countDown();
      Process.receive(ExitReason.class);
    });
    started.await();
    double figure = (Heap.used() - before) / (double) count;
    Process.exit(owner, ExitReason.KILL);
    return figure;
  }
}

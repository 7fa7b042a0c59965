package dev.ninefold.benchmarks.ours;

import dev.ninefold.benchmarks.Heap;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Servers as such: their beginning and end, and what they take. */
final class Servers {
  private static final int MEGA = 1 << 20;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private Servers() {}

  /** A plain process starts a gen_server, stops it and waits for its end, again and again. */
  static double startStop(int count) throws Exception {
    return Node.local().run(() -> Timed.per(count, () -> {
      for (int i = 0; i < count; i++) {
        GenServer.stop(GenServer.start(IdleServer::new).orElseThrow());
      }
    }));
  }

  /** The heap, in megabytes, that idle servers without name and link take. */
  static double heapIdle(int count) throws Exception {
    long before = Heap.used();
    List<ServerRef<IdleServer.Get, Object>> servers = startIdle(count);
    double figure = (Heap.used() - before) / (double) MEGA;
    check(servers.getLast());
    return figure;
  }

  /** The seconds that a plain process takes to call each of many idle servers once. */
  static double callEach(int count) throws Exception {
    List<ServerRef<IdleServer.Get, Object>> servers = startIdle(count);
    return Node.local().run(() -> Timed.per(NANOS_PER_SECOND, () -> servers.forEach(Servers::check)));
  }

  private static List<ServerRef<IdleServer.Get, Object>> startIdle(int count) throws Exception {
    List<ServerRef<IdleServer.Get, Object>> servers = new ArrayList<>(count);
    Node.local().run(() -> {
      for (int i = 0; i < count; i++) {
        servers.add(GenServer.start(IdleServer::new).orElseThrow());
      }
      return servers;
    });
    return servers;
  }

  private static void check(ServerRef<IdleServer.Get, Object> server) {
    if (GenServer.call(server, IdleServer.GET) != 1) {
      throw new IllegalStateException(server + " does not answer with its state");
    }
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

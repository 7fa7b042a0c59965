package dev.ninefold.benchmarks;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The rows of the hand harness. */
final class Rows {

  private static final int RING = 503;
  private static final long HOPS = 5_000_000;
  private static final int CALLS = 300_000;
  private static final int CASTS = 3_000_000;
  private static final int SPAWNS = 500_000;
  private static final int STARTS = 100_000;
  private static final int IDLE = 1_000_000;

  private Rows() {}

  static List<Row> all() {
    return List.of(
        new Row("ring-503", "ns per hop", 12, Rows::ring), new Row("call-1", "ns per call", 12, Rows::call),
        new Row("cast-flood-1", "ns per cast", 12, Rows::flood),
        new Row("spawn-exit-event-driven", "ns per process", 12, Rows::spawnEventDriven),
        new Row("spawn-exit-plain", "ns per process", 12, Rows::spawnPlain),
        new Row("gen-server-start-stop", "ns per server", 12, Rows::startStop),
        new Row("bytes-idle-server", "bytes", 2, () -> idle(false)),
        new Row("bytes-idle-server-name-link", "bytes", 2, () -> idle(true)));
  }

  private static double ring() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Pid[] pids = new Pid[RING];
    for (int i = 0; i < RING; i++) {
      pids[i] = EventProcess.spawn(SpawnOptions.DEFAULT, new RingMember(done));
    }
    for (int i = 0; i < RING; i++) {
      Process.send(pids[i], pids[(i + 1) % RING]);
    }
    long start = System.nanoTime();
    Process.send(pids[0], new RingMember.Token(HOPS));
    done.await();
    double figure = (System.nanoTime() - start) / (double) HOPS;
    for (Pid pid : pids) {
      Process.exit(pid, ExitReason.KILL);
    }
    return figure;
  }

  private static double call() throws Exception {
    ServerRef<IdleServer.Get, Object> server = GenServer.start(IdleServer::new).orElseThrow();
    double figure = Node.local().run(() -> {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        GenServer.call(server, IdleServer.GET);
      }
      return (System.nanoTime() - start) / (double) CALLS;
    });
    GenServer.stop(server);
    return figure;
  }

  private static double flood() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    ServerRef<IdleServer.Get, Object> server = GenServer.start(() -> new CountingServer(CASTS, done)).orElseThrow();
    long start = System.nanoTime();
    Node.local().spawn(() -> {
      for (int i = 0; i < CASTS; i++) {
        GenServer.cast(server, "cast");
      }
    });
    done.await();
    double figure = (System.nanoTime() - start) / (double) CASTS;
    GenServer.stop(server);
    return figure;
  }

  private static double spawnEventDriven() throws Exception {
    CountDownLatch done = new CountDownLatch(SPAWNS);
    return Node.local().run(() -> {
      long start = System.nanoTime();
      for (int i = 0; i < SPAWNS; i++) {
        EventProcess.spawn(SpawnOptions.DEFAULT, new EndingBody(done));
      }
      done.await();
      return (System.nanoTime() - start) / (double) SPAWNS;
    });
  }

  private static double spawnPlain() throws Exception {
    CountDownLatch done = new CountDownLatch(SPAWNS);
    return Node.local().run(() -> {
      long start = System.nanoTime();
      for (int i = 0; i < SPAWNS; i++) {
        Process.spawn(done::countDown);
      }
      done.await();
      return (System.nanoTime() - start) / (double) SPAWNS;
    });
  }

  private static double startStop() throws Exception {
    return Node.local().run(() -> {
      long start = System.nanoTime();
      for (int i = 0; i < STARTS; i++) {
        GenServer.stop(GenServer.start(IdleServer::new).orElseThrow());
      }
      return (System.nanoTime() - start) / (double) STARTS;
    });
  }

  /** The heap that an idle server takes; with a name and a link to who started it, names included, if asked for. */
  private static double idle(boolean nameAndLink) throws Exception {
    Node node = Node.local();
    long before = usedHeap();
    CountDownLatch started = new CountDownLatch(1);
    Pid owner = node.spawn(() -> {
      Process.trapExit(true);
      for (int i = 0; i < IDLE; i++) {
        if (nameAndLink) {
          GenServer.startLink(IdleServer::new, StartOptions.named("idle" + i)).orElseThrow();
        } else {
          GenServer.start(IdleServer::new).orElseThrow();
        }
      }
      started.countDown();
      Process.receive(ExitReason.class);
    });
    started.await();
    double figure = (usedHeap() - before) / (double) IDLE;
    for (Pid pid : node.processes()) {
      if (pid != owner) {
        Process.exit(pid, ExitReason.KILL);
      }
    }
    Process.exit(owner, ExitReason.KILL);
    while (node.processCount() > 0) {
      Thread.onSpinWait();
    }
    return figure;
  }

  /** The least that is used after several collections. */
  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 6; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}

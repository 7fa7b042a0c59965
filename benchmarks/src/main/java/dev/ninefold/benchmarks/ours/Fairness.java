package dev.ninefold.benchmarks.ours;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildInfo;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Shutdown;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.time.Timeout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjIntConsumer;

/** How others fare beside processes that loop or block. */
final class Fairness {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int BLOCK_MILLIS = 100;
  private static final int RESCUE_CALLS = 20;
  private static final Duration SHUTDOWN = Duration.ofMillis(200);

  private Fairness() {}

  // ---- endless loops

  /** Runs whatever it is sent. */
  private record Runner(boolean trapsExits) implements GenServer<Integer, IdleServer.Get, Runnable> {
    @Override
    public Init<Integer> init() {
      // Who does not is killed by the first exit signal, without waiting for the shutdown time.
      Process.trapExit(trapsExits);
      return Init.ok(0);
    }

    @Override
    public Next<Integer> handleCast(Runnable message, Integer state) {
      message.run();
      return Next.noReply(state);
    }
  }

  /** The 99th percentile of a call, in milliseconds, beside twice as many endless callbacks as processors. */
  static double besideCallbacks(int calls) throws Exception {
    return besideLoops(calls, loop -> GenServer.cast(GenServer.start(() -> new Runner(false)).orElseThrow(), loop));
  }

  /** The same beside plain processes that loop. */
  static double besidePlain(int calls) throws Exception {
    return besideLoops(calls, loop -> Node.local().spawn(loop::run));
  }

  @FunctionalInterface
  private interface Starter {
    void start(Runnable loop) throws Exception;
  }

  private static double besideLoops(int calls, Starter starter) throws Exception {
    int loops = 2 * PROCESSORS;
    AtomicBoolean end = new AtomicBoolean();
    CountDownLatch looping = new CountDownLatch(loops);
    CountDownLatch ended = new CountDownLatch(loops);
    for (int i = 0; i < loops; i++) {
      starter.start(() -> {
        looping.countDown();
        while (!end.get()) {
          Thread.onSpinWait();
        }
        ended.countDown();
      });
    }
    looping.await();
    ServerRef<IdleServer.Get, Object> server = GenServer.start(IdleServer::new).orElseThrow();
    try {
      return Node.local().run(() -> {
        for (int i = 0; i < RESCUE_CALLS; i++) {
          call(server);
        }
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
          nanos[i] = (long) Timed.per(1, () -> call(server));
        }
        Arrays.sort(nanos);
        return nanos[(calls * 99 - 1) / 100] / NANOS_PER_MILLI;
      });
    } finally {
      end.set(true);
      ended.await();
      GenServer.stop(server);
    }
  }

  private static void call(ServerRef<IdleServer.Get, Object> server) {
    GenServer.call(server, IdleServer.GET, Timeout.INFINITY);
  }

  // ---- callbacks that block

  /** How long many callbacks take that block in a socket, a lock or a latch for 100 ms each, over as many virtual threads that do the same. */
  static double blockingCallbacks(int count) throws Exception {
    List<ServerRef<IdleServer.Get, Runnable>> servers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      servers.add(GenServer.start(() -> new Runner(false)).orElseThrow());
    }
    double threads = blocking(count, (body, _) -> Thread.ofVirtual().start(body));
    double callbacks = blocking(count, (body, i) -> GenServer.cast(servers.get(i), body));
    servers.forEach(GenServer::stop);
    return callbacks / threads;
  }

  private static double blocking(int count, ObjIntConsumer<Runnable> starter) throws Exception {
    ReentrantLock taken = new ReentrantLock();
    CountDownLatch never = new CountDownLatch(1);
    taken.lock();
    try {
      return Timed.per(1, () -> {
        CountDownLatch ended = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
          int kind = i % 3;
          starter.accept(() -> {
            block(kind, taken, never);
            ended.countDown();
          }, i);
        }
        ended.await();
      });
    } finally {
      taken.unlock();
    }
  }

  private static void block(int kind, ReentrantLock taken, CountDownLatch never) {
    try {
      boolean came = switch (kind) {
        case 0 -> taken.tryLock(BLOCK_MILLIS, TimeUnit.MILLISECONDS);
        case 1 -> never.await(BLOCK_MILLIS, TimeUnit.MILLISECONDS);
        default -> received();
      };
      if (came) {
        throw new IllegalStateException("expected to wait in vain");
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean received() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      socket.setSoTimeout(BLOCK_MILLIS);
      socket.receive(new DatagramPacket(new byte[1], 1));
      return true;
    } catch (SocketTimeoutException expected) {
      return false;
    }
  }

  // ---- a child that loops

  /** By how many milliseconds more than its shutdown time a looping child takes at most to be replaced. */
  static double killLoop(int count) throws Exception {
    return Node.local().run(() -> {
      Process.trapExit(true);
      ChildSpec spec =
          ChildSpec.worker("loop", () -> GenServer.startLink(() -> new Runner(true))).withShutdown(Shutdown.after(SHUTDOWN));
      SupervisorRef supervisor =
          Supervisor.startLink(List.of(spec), SupervisorFlags.of(Strategy.ONE_FOR_ONE), StartOptions.DEFAULT).orElseThrow();
      double most = 0;
      for (int i = 0; i < count; i++) {
        most = Math.max(most, replace(supervisor) / NANOS_PER_MILLI - SHUTDOWN.toMillis());
      }
      Process.unlink(supervisor.pid());
      Supervisor.stop(supervisor);
      return most;
    });
  }

  private static double replace(SupervisorRef supervisor) throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    CountDownLatch looping = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    GenServer.cast(ServerRef.<IdleServer.Get, Runnable>of(child(supervisor)), () -> {
      looping.countDown();
      while (!end.get()) {
        Thread.onSpinWait();
      }
      ended.countDown();
    });
    looping.await();
    try {
      return Timed.per(1, () -> {
        Supervisor.terminateChild(supervisor, "loop");
        Supervisor.restartChild(supervisor, "loop");
      });
    } finally {
      end.set(true);
      ended.await();
    }
  }

  private static Pid child(SupervisorRef supervisor) {
    return switch (Supervisor.whichChildren(supervisor).getFirst().state()) {
      case ChildInfo.State.Running(Pid pid) -> pid;
      case ChildInfo.State other -> throw new IllegalStateException("expected a child that runs, got " + other);
    };
  }
}

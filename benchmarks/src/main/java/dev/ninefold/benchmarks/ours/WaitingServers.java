package dev.ninefold.benchmarks.ours;

import dev.ninefold.benchmarks.Heap;
import dev.ninefold.gen.From;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.time.Timeout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What servers take that all wait in a call from within a callback. */
final class WaitingServers {
  private static final int WATCHED_SECONDS = 5;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int THREADS_BEFORE = threads();

  /** Answers nobody before it has been told to answer all. */
  private static final class Keeper implements GenServer<List<From>, IdleServer.Get, Object> {
    private final CountDownLatch expected;

    Keeper(CountDownLatch expected) {
      this.expected = expected;
    }

    @Override
    public Init<List<From>> init() {
      return Init.ok(new ArrayList<>());
    }

    @Override
    public CallResult<List<From>> handleCall(IdleServer.Get request, From from, List<From> kept) {
      kept.add(from);
      expected.countDown();
      return Next.noReply(kept);
    }

    @Override
    public Next<List<From>> handleCast(Object message, List<From> kept) {
      kept.forEach(from -> from.to(IdleServer.GET).reply(1));
      return Next.noReply(List.of());
    }
  }

  /** Calls the keeper when it is told to. */
  private record Caller(ServerRef<IdleServer.Get, Object> keeper, CountDownLatch answered)
      implements
        GenServer<Integer, IdleServer.Get, Object> {

    @Override
    public Init<Integer> init() {
      return Init.ok(0);
    }

    @Override
    public Next<Integer> handleCast(Object message, Integer state) {
      int answer = GenServer.call(keeper, IdleServer.GET, Timeout.INFINITY);
      answered.countDown();
      return Next.noReply(answer);
    }
  }

  @FunctionalInterface
  private interface Measure {
    double take() throws Exception;
  }

  private WaitingServers() {}

  /** The heap that each takes. */
  static double bytes(int count) throws Exception {
    long before = Heap.used();
    return whileTheyWait(count, () -> (Heap.used() - before) / (double) count);
  }

  /** How many platform threads there are more than before Ninefold was used. */
  static double platformThreads(int count) throws Exception {
    return whileTheyWait(count, () -> {
      comeToRest();
      return threads() - THREADS_BEFORE;
    });
  }

  /** The part of one processor that the JVM takes, in percent. */
  static double processor(int count) throws Exception {
    return whileTheyWait(count, () -> {
      comeToRest();
      long before = processorNanos();
      letPass(WATCHED_SECONDS);
      return (processorNanos() - before) / NANOS_PER_SECOND / WATCHED_SECONDS * 100;
    });
  }

  private static double whileTheyWait(int count, Measure measure) throws Exception {
    CountDownLatch waiting = new CountDownLatch(count);
    CountDownLatch answered = new CountDownLatch(count);
    ServerRef<IdleServer.Get, Object> keeper = GenServer.start(() -> new Keeper(waiting)).orElseThrow();
    List<ServerRef<IdleServer.Get, Object>> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerRef<IdleServer.Get, Object> caller = GenServer.start(() -> new Caller(keeper, answered)).orElseThrow();
      callers.add(caller);
      GenServer.cast(caller, "call");
    }
    waiting.await();
    double figure = measure.take();
    GenServer.cast(keeper, "answer all");
    answered.await();
    callers.forEach(GenServer::stop);
    GenServer.stop(keeper);
    return figure;
  }

  /** Threads that were added while the servers started end when they have had nothing to do for a second. */
  private static void comeToRest() throws InterruptedException {
    letPass(2);
  }

  private static void letPass(int seconds) throws InterruptedException {
    if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody counts down");
    }
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long processorNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}

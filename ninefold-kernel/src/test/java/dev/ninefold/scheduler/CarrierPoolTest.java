package dev.ninefold.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.testsupport.Eventually;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Virtual threads on carriers of our own: CarrierPool I1 to I4, WorkerTask I1 and I2. The tests open java.lang on either scheduler. */
class CarrierPoolTest {

  private final CarrierPool pool = CarrierPool.ofThisJvm();

  private Thread start(Runnable body) {
    Thread thread = pool.unstarted(body);
    thread.start();
    return thread;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void aThreadRunsOnACarrier() throws Exception {
    List<String> seen = new ArrayList<>();
    Thread thread = start(() -> seen.add(JavaLang.currentCarrier().getName()));
    thread.join();
    assertThat(thread.isVirtual()).isTrue();
    assertThat(seen).singleElement().asString().startsWith("ninefold-carrier-");
  }

  // I1, I2: whoever is woken runs, and nobody runs twice for one permit; from the pool, from outside, by itself.
  @Test
  void pairsHandABallToAndFro() throws Exception {
    int pairs = 8;
    int trips = 5_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      AtomicInteger ball = new AtomicInteger();
      Thread[] both = new Thread[2];
      for (int side = 0; side < 2; side++) {
        int mine = side;
        both[side] = pool.unstarted(() -> {
          while (ball.get() < trips) {
            if (ball.get() % 2 == mine) {
              ball.incrementAndGet();
              LockSupport.unpark(both[1 - mine]);
            } else {
              LockSupport.park(ball);
            }
          }
          LockSupport.unpark(both[1 - mine]);
        });
      }
      threads.addAll(List.of(both));
    }
    threads.forEach(Thread::start);
    join(threads);
  }

  @Test
  void whoeverForksOthersIsJoinedByThem() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    Thread root = start(() -> fork(6, ran));
    root.join();
    assertThat(ran).hasValue(4 + 16 + 64 + 256 + 1024 + 4096);
  }

  private void fork(int depth, AtomicInteger ran) {
    List<Thread> children = new ArrayList<>();
    for (int i = 0; i < 4 && depth > 0; i++) {
      children.add(start(() -> {
        ran.incrementAndGet();
        fork(depth - 1, ran);
      }));
    }
    try {
      join(children);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // I3: who is woken by one that goes on for long is taken by another carrier.
  @Test
  void whoIsWokenByALoopRuns() throws Exception {
    AtomicBoolean ran = new AtomicBoolean();
    Thread looping = start(() -> {
      start(() -> ran.set(true));
      while (!ran.get()) {
        Thread.onSpinWait();
      }
    });
    looping.join();
    assertThat(ran).isTrue();
  }

  // I4: two that wake each other for ever starve nobody, even if all carriers have such a pair.
  @Test
  void busyPairsStarveNobody() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      Thread[] both = new Thread[2];
      for (int side = 0; side < 2; side++) {
        int other = 1 - side;
        both[side] = pool.unstarted(() -> {
          while (!end.get()) {
            LockSupport.unpark(both[other]);
            LockSupport.park(end);
          }
          LockSupport.unpark(both[other]);
        });
      }
      threads.addAll(List.of(both));
    }
    threads.forEach(Thread::start);
    for (int i = 0; i < 100; i++) {
      start(() -> {}).join();
    }
    end.set(true);
    join(threads);
  }

  @Test
  void aThreadThatYieldsLetsOthersRun() throws Exception {
    AtomicInteger left = new AtomicInteger(4 * Runtime.getRuntime().availableProcessors());
    List<Thread> threads = new ArrayList<>();
    for (int i = left.get(); i > 0; i--) {
      threads.add(pool.unstarted(() -> {
        left.decrementAndGet();
        while (left.get() > 0) {
          Thread.yield();
        }
      }));
    }
    threads.forEach(Thread::start);
    join(threads);
  }

  // Carriers that are held are replaced; later there are as many as before.
  @Test
  void loopsOnAllCarriersAreJoinedByMoreCarriers() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger looping = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    int loops = 3 * pool.base();
    try {
      for (int i = 0; i < loops; i++) {
        threads.add(start(() -> {
          looping.incrementAndGet();
          while (!end.get()) {
            Thread.onSpinWait();
          }
        }));
      }
      Eventually.await("all loop", () -> looping.get() == loops);
      start(() -> {}).join();
      assertThat(pool.carriers()).hasSizeGreaterThan(loops);
    } finally {
      end.set(true);
    }
    join(threads);
    Eventually.await("the added carriers retire", () -> pool.carriers().length == pool.base());
    start(() -> {}).join();
  }

  // ---- workers

  /** Counts how often it was told that its thread had parked, and whether the thread ran meanwhile. */
  private static final class Told implements VirtualThreads.WorkerBody {
    final AtomicLong parks = new AtomicLong();
    final AtomicInteger overlaps = new AtomicInteger();
    final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean told = new AtomicBoolean();
    private final Runnable code;
    volatile Thread thread;

    Told(Runnable code) {
      this.code = code;
    }

    void check() {
      if (told.get()) {
        overlaps.incrementAndGet();
      }
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      code.run();
      ended.countDown();
    }

    @Override
    public void parked() {
      told.set(true);
      parks.incrementAndGet();
      for (int i = 0; i < 50; i++) {
        Thread.onSpinWait();
      }
      told.set(false);
    }
  }

  // WorkerTask I2: parked by itself, woken at any moment, also while it is told of.
  @Test
  void aWorkerIsToldOfWhileItDoesNotRun() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    Told[] told = new Told[1];
    told[0] = new Told(() -> {
      while (!end.get()) {
        told[0].check();
        LockSupport.park(end);
        told[0].check();
      }
    });
    pool.startWorker(told[0]);
    Eventually.await("it has started", () -> told[0].thread != null);
    List<Thread> wakers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Runnable waking = () -> {
        for (int n = 0; n < 20_000; n++) {
          LockSupport.unpark(told[0].thread);
          if (n % 64 == 0) {
            Thread.yield();
          }
        }
      };
      wakers.add(i == 0 ? Thread.ofPlatform().start(waking) : start(waking));
    }
    join(wakers);
    end.set(true);
    LockSupport.unpark(told[0].thread);
    told[0].ended.await();
    assertThat(told[0].overlaps).hasValue(0);
    assertThat(told[0].parks.get()).isPositive();
  }

  // WorkerTask I1: a thread that the code starts inherits the executor of its worker.
  @Test
  void whatAWorkerForksRunsByItself() throws Exception {
    List<String> carriers = new ArrayList<>();
    CountDownLatch forked = new CountDownLatch(1);
    Told told = new Told(() -> {
      Thread child = Thread.startVirtualThread(() -> {
        carriers.add(JavaLang.currentCarrier().getName());
        forked.countDown();
      });
      try {
        child.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    pool.startWorker(told);
    forked.await();
    told.ended.await();
    assertThat(carriers).singleElement().asString().startsWith("ninefold-carrier-");
    assertThat(Arrays.stream(pool.carriers()).map(Thread::getName)).contains(carriers.getFirst());
  }
}

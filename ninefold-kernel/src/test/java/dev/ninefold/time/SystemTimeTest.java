package dev.ninefold.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.testsupport.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimeTest {

  private static final long MILLI = 1_000_000;

  private final SystemTime time = new SystemTime();

  @AfterEach
  void close() {
    time.close();
  }

  // TMR-2
  @Test
  void neverEarly() throws InterruptedException {
    int count = 2000;
    Random random = new Random(7);
    CountDownLatch left = new CountDownLatch(count);
    AtomicInteger early = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      long deadline = time.nanoTime() + random.nextLong(30 * MILLI);
      time.schedule(deadline, timer -> {
        if (time.nanoTime() < timer.deadline()) {
          early.incrementAndGet();
        }
        left.countDown();
      });
    }
    assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(early).hasValue(0);
    assertThat(time.pending()).isZero();
  }

  @Test
  void aPastDeadlineFires() throws InterruptedException {
    CountDownLatch fired = new CountDownLatch(2);
    time.schedule(Long.MIN_VALUE, _ -> fired.countDown());
    time.schedule(0, _ -> fired.countDown());
    assertThat(fired.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anEarlierTimerWakesTheThread() throws InterruptedException {
    Timer far = time.schedule(Long.MAX_VALUE, _ -> {});
    Timer hour = time.schedule(time.nanoTime() + TimeUnit.HOURS.toNanos(1), _ -> {});
    CountDownLatch fired = new CountDownLatch(1);
    time.schedule(time.nanoTime() + MILLI, _ -> fired.countDown());
    assertThat(fired.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(time.pending()).isEqualTo(2);
    assertThat(far.cancel()).isTrue();
    assertThat(hour.cancel()).isTrue();
    assertThat(time.pending()).isZero();
  }

  // Exactly one of the two: it fires, or its cancel says true.
  @Test
  void cancelIsExact() throws InterruptedException {
    int count = 20_000;
    AtomicInteger fired = new AtomicInteger();
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      timers.add(time.schedule(time.nanoTime() + i % 5 * MILLI, _ -> fired.incrementAndGet()));
    }
    AtomicInteger cancelled = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(Thread.ofPlatform().start(() -> timers.forEach(timer -> {
        if (timer.cancel()) {
          cancelled.incrementAndGet();
        }
      })));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Eventually.await("none pending", () -> time.pending() == 0);
    Eventually.await("all told", () -> fired.get() + cancelled.get() == count);
    assertThat(timers).noneMatch(Timer::isPending);
  }

  // I3: what is cancelled long before it is due does not pile up, and does not disturb the others.
  @Test
  void aFloodOfCancelledTimers() throws InterruptedException {
    CountDownLatch fired = new CountDownLatch(1000);
    for (int i = 0; i < 200_000; i++) {
      Timer timer = time.schedule(time.nanoTime() + TimeUnit.SECONDS.toNanos(60), _ -> {});
      if (i % 200 == 0) {
        time.schedule(time.nanoTime() + MILLI, _ -> fired.countDown());
      }
      assertThat(timer.cancel()).isTrue();
    }
    assertThat(fired.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(time.pending()).isZero();
  }
}

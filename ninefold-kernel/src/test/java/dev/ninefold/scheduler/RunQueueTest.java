package dev.ninefold.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class RunQueueTest {

  private record Numbered(int number) implements Step {
    @Override
    public void run(Worker worker) {}

    @Override
    public boolean isBlocking() {
      return false;
    }

    @Override
    public void caughtBlocking() {}
  }

  @Test
  void firstInFirstOut() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      RunQueue<Step> queue = new RunQueue<>(new OverflowQueue<>());
      Queue<Step> model = new ArrayDeque<>();
      for (int i = 0; i < 5000; i++) {
        assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
        if (model.size() < 256 && random.nextBoolean()) {
          Step step = new Numbered(i);
          queue.add(step);
          model.add(step);
        } else {
          assertThat(queue.poll()).isSameAs(model.poll());
        }
      }
    }
  }

  @Test
  void whatDoesNotFitGoesToTheOverflow() {
    OverflowQueue<Step> overflow = new OverflowQueue<>();
    RunQueue<Step> queue = new RunQueue<>(overflow);
    for (int i = 0; i < 300; i++) {
      queue.add(new Numbered(i));
    }
    for (int i = 0; i < 256; i++) {
      assertThat(queue.poll()).isEqualTo(new Numbered(i));
    }
    assertThat(queue.poll()).isNull();
    for (int i = 256; i < 300; i++) {
      assertThat(overflow.poll()).isEqualTo(new Numbered(i));
    }
    assertThat(overflow.isEmpty()).isTrue();
  }

  // I1, I2: each step is taken once, whoever takes it.
  @Test
  void manyTakers() throws InterruptedException {
    int count = 200_000;
    OverflowQueue<Step> overflow = new OverflowQueue<>();
    RunQueue<Step> queue = new RunQueue<>(overflow);
    AtomicIntegerArray taken = new AtomicIntegerArray(count);
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> takers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      takers.add(Thread.ofPlatform().start(() -> {
        while (!done.get() || !queue.isEmpty()) {
          take(queue.poll(), taken);
          take(overflow.poll(), taken);
        }
      }));
    }
    for (int i = 0; i < count; i++) {
      queue.add(new Numbered(i));
      if (i % 7 == 0) {
        take(queue.poll(), taken);
      }
    }
    done.set(true);
    for (Thread taker : takers) {
      taker.join();
    }
    for (Step step = overflow.poll(); step != null; step = overflow.poll()) {
      take(step, taken);
    }
    for (int i = 0; i < count; i++) {
      assertThat(taken.get(i)).isEqualTo(1);
    }
  }

  private static void take(Step step, AtomicIntegerArray taken) {
    if (step instanceof Numbered(int number)) {
      taken.incrementAndGet(number);
    }
  }
}

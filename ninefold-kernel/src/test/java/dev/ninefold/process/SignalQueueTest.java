package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.testsupport.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What waits for an ownership (I2, I3) lets its holder go on. */
class SignalQueueTest {

  private static final int LATE_ATTEMPT = 10_000;

  // More interrupted threads than carriers wait for one that has no carrier yet: it comes to run, and they are interrupted still.
  @Test
  void anInterruptedThreadThatWaitsLeavesItsCarrier() throws InterruptedException {
    int count = 4 * Runtime.getRuntime().availableProcessors();
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger interrupted = new AtomicInteger();
    List<Thread> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        waiting.add(Thread.startVirtualThread(() -> {
          Thread.currentThread().interrupt();
          while (!end.get()) {
            SignalQueue.pause(LATE_ATTEMPT);
          }
          if (Thread.currentThread().isInterrupted()) {
            interrupted.incrementAndGet();
          }
        }));
      }
      AtomicBoolean ran = new AtomicBoolean();
      Thread.startVirtualThread(() -> ran.set(true));
      Eventually.await("a thread runs beside those that wait", ran::get);
    } finally {
      end.set(true);
    }
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(interrupted).hasValue(count);
  }

  @Test
  void aThreadThatIsNotInterruptedStaysSo() {
    for (int attempt = 0; attempt < 200; attempt++) {
      SignalQueue.pause(attempt);
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}

package dev.ninefold.benchmarks.pekko;

import java.util.concurrent.atomic.AtomicInteger;

/** Does something once so many have been counted; from any actor. */
final class Countdown {
  private final AtomicInteger left;
  private final Runnable end;

  Countdown(int count, Runnable end) {
    this.left = new AtomicInteger(count);
    this.end = end;
  }

  void down() {
    if (left.decrementAndGet() == 0) {
      end.run();
    }
  }
}

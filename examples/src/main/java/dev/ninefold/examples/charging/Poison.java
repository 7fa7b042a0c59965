package dev.ninefold.examples.charging;

import java.util.concurrent.atomic.AtomicLong;

/** Makes the business logic fail now and then: on every so-manieth request of all stations together, or never. */
final class Poison {

  private final long every;
  private final AtomicLong requests = new AtomicLong();

  /** On each request whose number can be divided by that; never at zero. */
  Poison(long every) {
    this.every = every;
  }

  /** To be called for each request. */
  void take() {
    long number = requests.incrementAndGet();
    if (every > 0 && number % every == 0) {
      throw new IllegalStateException("request " + number + " was poisoned, as every " + every + ". one is");
    }
  }
}

package dev.ninefold.scheduler;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The queue that all slots share: what threads without a slot make runnable, and what a full slot queue does not hold. */
final class OverflowQueue {

  private final ConcurrentLinkedQueue<Step> steps = new ConcurrentLinkedQueue<>();

  void add(Step step) {
    steps.add(step);
  }

  @Nullable Step poll() {
    return steps.poll();
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }
}

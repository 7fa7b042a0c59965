package dev.ninefold.scheduler;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The queue that all lanes share: what threads without a lane make runnable, and what a full run queue does not hold. */
final class OverflowQueue<T> {

  private final ConcurrentLinkedQueue<T> tasks = new ConcurrentLinkedQueue<>();

  void add(T task) {
    tasks.add(task);
  }

  @Nullable T poll() {
    return tasks.poll();
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }
}

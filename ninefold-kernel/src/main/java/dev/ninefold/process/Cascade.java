package dev.ninefold.process;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What has to be done after an ownership was let go, step by step: a death may cause others, without depth. One thread only. */
final class Cascade {

  /** One thing to do, with no ownership held. */
  interface Aftermath {
    void carryOut(Cascade cascade);
  }

  private @Nullable ArrayDeque<Aftermath> steps;

  private Cascade() {}

  /** Does what a release left to do, and all that follows from it. */
  static void run(@Nullable Aftermath first) {
    if (first == null) {
      return;
    }
    Cascade cascade = new Cascade();
    for (Aftermath step = first; step != null; step = cascade.next()) {
      step.carryOut(cascade);
    }
  }

  void add(@Nullable Aftermath step) {
    if (step == null) {
      return;
    }
    ArrayDeque<Aftermath> queue = steps;
    if (queue == null) {
      queue = new ArrayDeque<>(4);
      steps = queue;
    }
    queue.add(step);
  }

  private @Nullable Aftermath next() {
    return steps == null ? null : steps.poll();
  }
}

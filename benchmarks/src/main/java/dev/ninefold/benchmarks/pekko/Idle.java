package dev.ninefold.benchmarks.pekko;

import dev.ninefold.benchmarks.Heap;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** What idle actors take, each with a name, under one parent. */
final class Idle {
  private Idle() {}

  static double bytes(int count) throws Exception {
    return Systems.<Server.Message>run((context, result) -> {
      long before = Heap.used();
      Countdown started = new Countdown(count, () -> result.complete((Heap.used() - before) / (double) count));
      for (int i = 0; i < count; i++) {
        context.spawn(Behaviors.<Server.Message>setup(_ -> {
          started.down();
          return Server.idle(1);
        }), "idle" + i);
      }
      return Behaviors.empty();
    });
  }
}

package dev.ninefold.benchmarks.pekko;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor that starts ten of its kind, and those ten each; each leaf sends its number up, each other the sum of its ten, and ends. */
final class Skynet {
  private static final int WIDTH = 10;

  private Skynet() {}

  static double measure(int leaves) throws Exception {
    long expected = leaves * (leaves - 1L) / 2;
    return Systems.<Long>run((context, result) -> {
      long start = System.nanoTime();
      context.spawnAnonymous(node(context.getSelf(), 0, leaves));
      return Behaviors.receiveMessage(sum -> {
        if (sum == expected) {
          result.complete(Systems.per(leaves, start));
        } else {
          result.completeExceptionally(new IllegalStateException("expected the sum " + expected + ", got " + sum));
        }
        return Behaviors.same();
      });
    });
  }

  private static Behavior<Long> node(ActorRef<Long> parent, long number, int size) {
    return Behaviors.setup(context -> {
      if (size == 1) {
        parent.tell(number);
        return Behaviors.stopped();
      }
      int below = size / WIDTH;
      for (int i = 0; i < WIDTH; i++) {
        context.spawnAnonymous(node(context.getSelf(), number + (long) i * below, below));
      }
      Summing summing = new Summing(parent);
      return Behaviors.receiveMessage(summing::add);
    });
  }

  private static final class Summing {
    private final ActorRef<Long> parent;
    private long sum;
    private int missing = WIDTH;

    Summing(ActorRef<Long> parent) {
      this.parent = parent;
    }

    Behavior<Long> add(Long value) {
      sum += value;
      if (--missing > 0) {
        return Behaviors.same();
      }
      parent.tell(sum);
      return Behaviors.stopped();
    }
  }
}

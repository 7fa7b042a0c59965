package dev.ninefold.benchmarks.pekko;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One actor spawns many that end at once. It spawns a thousand at a time and then lets its mailbox have its turn: a parent hears of its
 * children's ends, and would keep all of them until then.
 */
final class Spawns {
  private static final int BATCH = 1000;

  private Spawns() {}

  static double measure(int count) throws Exception {
    return Systems.<Integer>run((context, result) -> {
      long start = System.nanoTime();
      Countdown done = new Countdown(count, () -> result.complete(Systems.per(count, start)));
      Behavior<Integer> ending = Behaviors.setup(_ -> {
        done.down();
        return Behaviors.stopped();
      });
      context.getSelf().tell(count);
      return Behaviors.receiveMessage(left -> spawn(context, ending, left));
    });
  }

  private static Behavior<Integer> spawn(ActorContext<Integer> context, Behavior<Integer> ending, int left) {
    int now = Math.min(left, BATCH);
    for (int i = 0; i < now; i++) {
      context.spawnAnonymous(ending);
    }
    if (left > now) {
      context.getSelf().tell(left - now);
    }
    return Behaviors.same();
  }
}

package dev.ninefold.benchmarks.pekko;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Actors that tell others, each in turn; the time ends when the last message was handled. */
final class Casts {
  private static final String CAST = "cast";

  private Casts() {}

  static double measure(int casts, int senders, int receivers) throws Exception {
    return Systems.<String>run((context, result) -> {
      long[] start = new long[1];
      Countdown done = new Countdown(receivers, () -> result.complete(Systems.per(casts, start[0])));
      List<ActorRef<String>> all =
          IntStream.range(0, receivers).mapToObj(_ -> context.spawnAnonymous(counting(casts / receivers, done))).toList();
      start[0] = System.nanoTime();
      for (int i = 0; i < senders; i++) {
        context.spawnAnonymous(sending(all, casts / senders));
      }
      return Behaviors.empty();
    });
  }

  private static Behavior<String> sending(List<ActorRef<String>> receivers, int casts) {
    return Behaviors.setup(_ -> {
      int to = 0;
      for (int i = 0; i < casts; i++) {
        receivers.get(to).tell(CAST);
        to = to + 1 == receivers.size() ? 0 : to + 1;
      }
      return Behaviors.stopped();
    });
  }

  private static Behavior<String> counting(int expected, Countdown done) {
    return Behaviors.setup(_ -> {
      int[] count = new int[1];
      return Behaviors.receiveMessage(_ -> {
        if (++count[0] == expected) {
          done.down();
        }
        return Behaviors.same();
      });
    });
  }
}

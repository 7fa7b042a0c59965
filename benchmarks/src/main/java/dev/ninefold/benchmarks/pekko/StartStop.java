package dev.ninefold.benchmarks.pekko;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor starts another, stops it by a message and waits for its end, which it watches, again and again. */
final class StartStop {
  private final ActorContext<Server.Message> context;
  private final CompletableFuture<Double> result;
  private final int count;
  private final long start = System.nanoTime();
  private int left;

  private StartStop(ActorContext<Server.Message> context, CompletableFuture<Double> result, int count) {
    this.context = context;
    this.result = result;
    this.count = count;
    this.left = count;
  }

  static double measure(int count) throws Exception {
    return Systems.<Server.Message>run((context, result) -> {
      StartStop work = new StartStop(context, result, count);
      work.next();
      return Behaviors.receive(Server.Message.class).onSignal(Terminated.class, _ -> work.next()).build();
    });
  }

  private Behavior<Server.Message> next() {
    if (left-- == 0) {
      result.complete(Systems.per(count, start));
      return Behaviors.same();
    }
    ActorRef<Server.Message> child = context.spawnAnonymous(Server.idle(1));
    context.watch(child);
    child.tell(Server.Stop.STOP);
    return Behaviors.same();
  }
}

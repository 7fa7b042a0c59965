package dev.ninefold.benchmarks.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Actor systems with Pekko's defaults, but for the log: neither rival writes one. */
final class Systems {
  private static final Config CONFIG = ConfigFactory
      .parseString(
          "pekko { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off, log-dead-letters-during-shutdown = off,"
              + " use-slf4j = off, jvm-exit-on-fatal-error = off }")
      .withFallback(ConfigFactory.load());

  /** The actor at the top of a round; it completes the result when the work is done. */
  @FunctionalInterface
  interface Top<M> {
    Behavior<M> start(ActorContext<M> context, CompletableFuture<Double> result);
  }

  private Systems() {}

  /** Runs a system until its result is there. */
  static <M> double run(Top<M> top) throws Exception {
    CompletableFuture<Double> result = new CompletableFuture<>();
    ActorSystem<M> system = ActorSystem.create(Behaviors.setup(context -> top.start(context, result)), "bench", CONFIG);
    system.getWhenTerminated()
        .whenComplete(
            (_, _) -> result.completeExceptionally(new IllegalStateException("the actor system ended before the work was done")));
    try {
      return result.get();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get();
    }
  }

  /** Nanoseconds for each of so many, since the start. */
  static double per(long count, long start) {
    return (System.nanoTime() - start) / (double) count;
  }
}

package dev.ninefold.benchmarks.pekko;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DeathPactException;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor throws; the time until it, or all that belong with it, are ready again. */
final class Restarts {
  private static final int CHILDREN = 100;

  /** What an actor throws when told so. */
  private static final class CrashException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CrashException() {
      super("crash");
    }
  }

  private enum Crash {
    CRASH
  }

  private record Ready(ActorRef<Crash> child) {}

  private Restarts() {}

  /** The restart strategy sets the actor up anew; its address stays. */
  static double one(int count) throws Exception {
    return run(count, 1, main -> Behaviors.supervise(child(main))
        .onFailure(CrashException.class, SupervisorStrategy.restart().withLoggingEnabled(false)));
  }

  /**
   * Typed Pekko has no one-for-all. Its idiom: a parent that watches its children and does not handle their end fails with them; restarted
   * itself, it stops the others and starts all anew.
   */
  static double all(int count) throws Exception {
    return run(count, CHILDREN, main -> Behaviors.supervise(Behaviors.<Crash>setup(context -> {
      for (int i = 0; i < CHILDREN; i++) {
        context.watch(context.spawnAnonymous(child(main)));
      }
      return Behaviors.receive(Crash.class).build();
    })).onFailure(DeathPactException.class, SupervisorStrategy.restart().withLoggingEnabled(false)));
  }

  private static Behavior<Crash> child(ActorRef<Ready> main) {
    return Behaviors.setup(context -> {
      main.tell(new Ready(context.getSelf()));
      return Behaviors.receiveMessage(_ -> {
        throw new CrashException();
      });
    });
  }

  @FunctionalInterface
  private interface Supervised {
    Behavior<Crash> tellingReady(ActorRef<Ready> main);
  }

  private static double run(int count, int children, Supervised supervised) throws Exception {
    return Systems.<Ready>run((context, result) -> {
      context.spawnAnonymous(supervised.tellingReady(context.getSelf()));
      Main main = new Main(count, children, result);
      return Behaviors.receiveMessage(main::ready);
    });
  }

  private static final class Main {
    private final int count;
    private final int children;
    private final CompletableFuture<Double> result;
    private int missing;
    private int restarts = -1;
    private long start;

    Main(int count, int children, CompletableFuture<Double> result) {
      this.count = count;
      this.children = children;
      this.missing = children;
      this.result = result;
    }

    /** The first time all are ready the clock starts. */
    Behavior<Ready> ready(Ready ready) {
      if (--missing > 0) {
        return Behaviors.same();
      }
      missing = children;
      restarts++;
      if (restarts == 0) {
        start = System.nanoTime();
      }
      if (restarts == count) {
        result.complete(Systems.per(count, start));
      } else {
        ready.child().tell(Crash.CRASH);
      }
      return Behaviors.same();
    }
  }
}

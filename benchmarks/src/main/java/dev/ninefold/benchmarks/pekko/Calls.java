package dev.ninefold.benchmarks.pekko;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Actors that ask others, each again as soon as it has its reply. */
final class Calls {
  /** That of gen_server's calls. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Calls() {}

  /** By the ask of the actor's context, which is what an actor has that wants a reply or a timeout. */
  static double measure(int calls, int callers, int servers) throws Exception {
    return run(calls / callers, callers, servers,
        (context, server) -> context.ask(Integer.class, server, TIMEOUT, Server.Get::new,
            (reply, failure) -> {
              if (failure != null) {
                throw new IllegalStateException("expected a reply", failure);
              }
              return reply;
            }));
  }

  /** By telling, with an address for the reply: what stands beside send_request. */
  static double asynchronous(int requests) throws Exception {
    return run(requests, 1, 1, (context, server) -> server.tell(new Server.Get(context.getSelf())));
  }

  @FunctionalInterface
  private interface Request {
    void send(ActorContext<Integer> context, ActorRef<Server.Message> server);
  }

  private static double run(int each, int callers, int servers, Request request) throws Exception {
    return Systems.<Integer>run((context, result) -> {
      List<ActorRef<Server.Message>> all =
          IntStream.range(0, servers).mapToObj(_ -> context.spawnAnonymous(Server.idle(1))).toList();
      long start = System.nanoTime();
      Countdown done = new Countdown(callers, () -> result.complete(Systems.per((long) each * callers, start)));
      for (int i = 0; i < callers; i++) {
        ActorRef<Server.Message> server = all.get(i % servers);
        context.spawnAnonymous(Behaviors.<Integer>setup(own -> new Caller(own, server, request, each, done).start()));
      }
      return Behaviors.empty();
    });
  }

  private static final class Caller {
    private final ActorContext<Integer> context;
    private final ActorRef<Server.Message> server;
    private final Request request;
    private final Countdown done;
    private int left;

    Caller(ActorContext<Integer> context, ActorRef<Server.Message> server, Request request, int left, Countdown done) {
      this.context = context;
      this.server = server;
      this.request = request;
      this.left = left;
      this.done = done;
    }

    Behavior<Integer> start() {
      request.send(context, server);
      return Behaviors.receiveMessage(_ -> replied());
    }

    private Behavior<Integer> replied() {
      if (--left == 0) {
        done.down();
        return Behaviors.stopped();
      }
      request.send(context, server);
      return Behaviors.same();
    }
  }
}

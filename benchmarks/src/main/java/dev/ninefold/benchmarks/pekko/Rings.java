package dev.ninefold.benchmarks.pekko;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Rings of actors. */
final class Rings {
  private static final int RING = 503;
  private static final int SAVINA_RING = 100;

  /** What a member gets. */
  private sealed interface Message {}

  private record Next(ActorRef<Message> next) implements Message {}

  /** What goes round; one object, so that the hop is measured and not the token. */
  private static final class Token implements Message {
    private long hops;

    Token(long hops) {
      this.hops = hops;
    }
  }

  private record Ping(int left) implements Message {}

  private record Exit(int left) implements Message {}

  private Rings() {}

  /** One token round a ring that is there already. */
  static double ring503(int hops) throws Exception {
    return Systems.<Message>run((context, result) -> {
      long[] start = new long[1];
      Countdown done = new Countdown(1, () -> result.complete(Systems.per(hops, start[0])));
      List<ActorRef<Message>> members = ring(context, RING, () -> waiting(next -> member(next, done)));
      start[0] = System.nanoTime();
      members.getFirst().tell(new Token(hops));
      return Behaviors.empty();
    });
  }

  /** Savina's thread ring: its beginning and its end are measured, too. */
  static double savina(int hops) throws Exception {
    return Systems.<Message>run((context, result) -> {
      long start = System.nanoTime();
      Countdown done = new Countdown(1, () -> result.complete(Systems.per(hops, start)));
      List<ActorRef<Message>> members = ring(context, SAVINA_RING, () -> waiting(next -> savinaMember(next, done)));
      members.getFirst().tell(new Ping(hops));
      return Behaviors.empty();
    });
  }

  private static List<ActorRef<Message>> ring(ActorContext<Message> context, int size, Supplier<Behavior<Message>> member) {
    List<ActorRef<Message>> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      members.add(context.spawnAnonymous(member.get()));
    }
    for (int i = 0; i < size; i++) {
      members.get(i).tell(new Next(members.get((i + 1) % size)));
    }
    return members;
  }

  @FunctionalInterface
  private interface Member {
    Behavior<Message> after(ActorRef<Message> next);
  }

  private static Behavior<Message> waiting(Member member) {
    return Behaviors.receiveMessage(message -> {
      if (message instanceof Next(ActorRef<Message> next)) {
        return member.after(next);
      }
      throw unexpected(message);
    });
  }

  private static Behavior<Message> member(ActorRef<Message> next, Countdown done) {
    return Behaviors.receiveMessage(message -> {
      if (!(message instanceof Token token)) {
        throw unexpected(message);
      }
      if (token.hops-- == 0) {
        done.down();
      } else {
        next.tell(token);
      }
      return Behaviors.same();
    });
  }

  private static Behavior<Message> savinaMember(ActorRef<Message> next, Countdown done) {
    return Behaviors.receiveMessage(message -> switch (message) {
      case Ping(int left) when left > 0 -> {
        next.tell(new Ping(left - 1));
        yield Behaviors.same();
      }
      // The one that turns the ping into an exit ends here, the one that gets it first is not the last: two fewer.
      case Ping _ -> {
        next.tell(new Exit(SAVINA_RING - 2));
        yield Behaviors.stopped();
      }
      case Exit(int left) when left > 0 -> {
        next.tell(new Exit(left - 1));
        yield Behaviors.stopped();
      }
      case Exit _ -> {
        done.down();
        yield Behaviors.stopped();
      }
      case Next _, Token _ -> throw unexpected(message);
    });
  }

  private static IllegalStateException unexpected(Message message) {
    return new IllegalStateException("expected another message of the ring, got " + message);
  }
}

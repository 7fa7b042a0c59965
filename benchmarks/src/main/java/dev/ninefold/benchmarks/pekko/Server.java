package dev.ninefold.benchmarks.pekko;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The actor that stands beside the gen_server that answers with its state. */
final class Server {

  /** What it gets. */
  sealed interface Message {}

  record Get(ActorRef<Integer> replyTo) implements Message {}

  enum Stop implements Message {
    STOP
  }

  private Server() {}

  static Behavior<Message> idle(Integer state) {
    return Behaviors.receiveMessage(message -> switch (message) {
      case Get(ActorRef<Integer> replyTo) -> {
        replyTo.tell(state);
        yield Behaviors.same();
      }
      case Stop _ -> Behaviors.stopped();
    });
  }
}

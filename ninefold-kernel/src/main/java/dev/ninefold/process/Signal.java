package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import org.jspecify.annotations.Nullable;

/** What crosses from one process to another. A queue node too, so that sending allocates once. */
abstract sealed class Signal {

  /** The next in the list that holds it: towards older in the in-queue, towards newer in the lists of the receiver. */
  @Nullable Signal next;

  /** A message; through an alias if there is one. */
  static sealed class Message extends Signal permits Counted {
    final Object body;
    final @Nullable Ref alias;

    Message(Object body) {
      this(body, null);
    }

    Message(Object body, @Nullable Ref alias) {
      this.body = body;
      this.alias = alias;
    }

    @Nullable Message nextMessage() {
      return (Message) next;
    }
  }

  /** A message in a mailbox that has a limit, and for which it counts. */
  static final class Counted extends Message {
    final boolean droppable;

    Counted(Object body, boolean droppable) {
      super(body);
      this.droppable = droppable;
    }

    static boolean isDroppable(@Nullable Message message) {
      return message instanceof Counted counted && counted.droppable;
    }
  }

  /** An exit signal, from a link that broke or from {@code exit(pid, reason)}. */
  static final class Exit extends Signal {
    final Pid from;
    final ExitReason reason;
    final boolean link;

    Exit(Pid from, ExitReason reason, boolean link) {
      this.from = from;
      this.reason = reason;
      this.link = link;
    }
  }

  /** A monitored process ended. */
  static final class Down extends Signal {
    final Ref ref;
    final ExitReason reason;

    Down(Ref ref, ExitReason reason) {
      this.ref = ref;
      this.reason = reason;
    }
  }

  /** A mark in place of the in-queue: see {@link SignalQueue}. */
  static final class Mark extends Signal {
    private final String name;

    Mark(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}

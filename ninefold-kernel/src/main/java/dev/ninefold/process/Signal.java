package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import org.jspecify.annotations.Nullable;

/** What crosses from one process to another. A queue node too, so that sending allocates once. */
abstract sealed class Signal {

  /** The next in the list that holds it: towards older in the in-queue, towards newer in the lists of the receiver. */
  @Nullable Signal next;

  /** A message; through an alias if there is one. */
  static sealed class Message extends Signal permits Counted, Priority {
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

  /**
   * A message that overtakes others: in the in-queue one whose sender has asked for it, in the lists of the receiver one that the
   * receiver has allowed.
   */
  static final class Priority extends Message {
    Priority(Object body) {
      super(body);
    }

    Priority(Object body, Ref alias) {
      super(body, alias);
    }
  }

  /** An exit signal, from a link that broke or from {@code exit(pid, reason)}; through an alias if there is one. */
  static final class Exit extends Signal {
    final Pid from;
    final ExitReason reason;
    final boolean link;
    final @Nullable Ref alias;
    final boolean priority;

    Exit(Pid from, ExitReason reason, boolean link) {
      this(from, reason, link, null, false);
    }

    /** One that was sent through an alias, with priority or without. */
    Exit(Pid from, ExitReason reason, Ref alias, boolean priority) {
      this(from, reason, false, alias, priority);
    }

    private Exit(Pid from, ExitReason reason, boolean link, @Nullable Ref alias, boolean priority) {
      this.from = from;
      this.reason = reason;
      this.link = link;
      this.alias = alias;
      this.priority = priority;
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

package dev.ninefold.process;

import dev.ninefold.process.Signal.Counted;
import dev.ninefold.process.Signal.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The messages of a process, and its selective receive. */
abstract class Mailbox extends SignalQueue {

  /*
   * I1. `inbox` is a list that only the own process changes. Others may read it, racily: `head` is published after `current`, and
   *     the links of removed messages stay, so whoever reads `head` first and then `current` misses no message that is not
   *     handled yet. It may see one that is being handled.
   * I2. A receive looks at each message once, however often it has to wait.
   *     A message may leave the middle of the list, by a selective receive, while a dead process' messages are read: then
   *     `current` is read once more at the end.
   * I3. `mark` is the last message that was there when the reference `markRef` was made; a receive for that reference starts
   *     behind it.
   * I4. A request that is being handled stays known to the process, so that its death fails it: as `current`, and, when something
   *     else is received before it is answered, through `keep`. One that an event-driven process receives inside of a handler is
   *     kept at once, because the messages that it handles afterwards come to be the current ones without a look back.
   */

  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(Mailbox.class, "head", Message.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What keeps it within its limit; null if it has none. */
  final @Nullable MailboxGuard guard;

  private @Nullable Message head;
  private @Nullable Message last;
  private @Nullable Message current;
  private @Nullable Ref markRef;
  private @Nullable Message mark;

  Mailbox(@Nullable MailboxGuard guard) {
    this.guard = guard;
  }

  /** Remembers a request that was received and not answered. Own process only. */
  abstract void keep(ReplyPlace place);

  // ---- own process only

  /** The next message, whatever it is; null if none has arrived, or the process is dead. */
  final @Nullable Message poll() {
    if (guard == null) {
      return pollNext();
    }
    dropOldest(guard);
    Message message = pollNext();
    noteTaken(guard, message);
    return message;
  }

  private @Nullable Message pollNext() {
    Message message = head;
    if (message == null) {
      message = takeOverToOne();
      if (message != null) {
        return message;
      }
      message = head;
      if (message == null) {
        return null;
      }
    }
    current = message;
    Message next = message.nextMessage();
    if (next == null) {
      last = null;
    }
    if (message == mark) {
      mark = null;
    }
    HEAD.setRelease(this, next);
    return message;
  }

  /** Removes and returns the oldest message that matches; null if there is none. Starts behind {@code from}. */
  final @Nullable Message poll(Predicate<Object> pattern, Scan scan) {
    if (guard == null) {
      return pollMatching(pattern, scan);
    }
    if (dropOldest(guard)) {
      scan.seen = null;
    }
    Message message = pollMatching(pattern, scan);
    noteTaken(guard, message);
    return message;
  }

  private @Nullable Message pollMatching(Predicate<Object> pattern, Scan scan) {
    Message previous = scan.seen;
    Message message = previous == null ? head : previous.nextMessage();
    while (true) {
      while (message != null) {
        if (pattern.test(message.body)) {
          remove(previous, message);
          return message;
        }
        previous = message;
        message = message.nextMessage();
      }
      scan.seen = previous;
      if (!takeOver()) {
        return null;
      }
      if (guard != null && dropOldest(guard)) {
        previous = null;
      }
      message = previous == null ? head : previous.nextMessage();
    }
  }

  /** How far a receive has looked. */
  static final class Scan {
    private @Nullable Message seen;
  }

  /** A scan for a message that carries the reference: it starts at the mark if the reference is the newest. */
  final Scan scanFor(Ref ref) {
    Scan scan = new Scan();
    if (ref == markRef) {
      scan.seen = mark;
    }
    return scan;
  }

  /** Remembers which messages are older than the reference. */
  final void setMark(Ref ref) {
    takeOver();
    if (guard != null) {
      dropOldest(guard);
    }
    markRef = ref;
    mark = last;
  }

  /** Whether a message waits. */
  final boolean hasMessages() {
    if (head == null && hasArrivals()) {
      takeOver();
    }
    return head != null;
  }

  /** The message that is being handled is done with. */
  final void doneWithCurrent() {
    current = null;
  }

  /** Moves what has arrived to the end of the inbox; returns whether that was anything. */
  private boolean takeOver() {
    if (!acquire()) {
      return false;
    }
    drain();
    boolean filled = fill();
    Cascade.run(release());
    return filled;
  }

  /** Moves what was received to the end of the inbox. Holder of the ownership, and own process. */
  private boolean fill() {
    Message end = receivedLast();
    Message first = takeReceived();
    if (first != null) {
      Message tail = last;
      if (tail == null) {
        HEAD.setRelease(this, first);
      } else {
        tail.next = first;
      }
      last = end;
    }
    return first != null;
  }

  /** As {@link #takeOver}, for an empty inbox; but a message that has come alone becomes the current one at once. */
  private @Nullable Message takeOverToOne() {
    if (!acquire()) {
      return null;
    }
    Message one = drainToOne();
    if (one != null) {
      current = one;
    } else {
      fill();
    }
    Cascade.run(release());
    return one;
  }

  /** Whether messages were taken over that are not handled. */
  final boolean hasUnread() {
    return head != null;
  }

  // ---- own process only: a mailbox with a limit

  abstract void noteTaken(MailboxGuard guard, @Nullable Message message);

  /** Removes the messages that were given up for newer ones; returns whether there were any. */
  private boolean dropOldest(MailboxGuard guard) {
    if (!guard.isAboveLimit()) {
      return false;
    }
    takeOver();
    Message previous = null;
    Message message = head;
    while (message != null && guard.isAboveLimit()) {
      if (Counted.isDroppable(message) && guard.dropOne()) {
        unlink(previous, message);
      } else {
        previous = message;
      }
      message = message.nextMessage();
    }
    guard.allDropped();
    return true;
  }

  private void remove(@Nullable Message previous, Message message) {
    Message handled = current;
    if (handled != null && handled.body instanceof ReplyPlace place && !place.isSettled()) {
      keep(place);
    }
    current = message;
    VarHandle.releaseFence();
    unlink(previous, message);
  }

  private void unlink(@Nullable Message previous, Message message) {
    Message next = message.nextMessage();
    if (previous == null) {
      HEAD.setRelease(this, next);
    } else {
      previous.next = next;
    }
    if (next == null) {
      last = previous;
    }
    if (message == mark) {
      mark = previous;
    }
  }

  // ---- any thread, with the ownership or after the death

  /** Calls the visitor with each message that waits, and with the one being handled if {@code handled} is set. */
  final void forEachMessage(boolean handled, Consumer<Object> visitor) {
    Message message = (Message) HEAD.getAcquire(this);
    Message running = current;
    if (handled && running != null) {
      visitor.accept(running.body);
    }
    for (; message != null; message = message.nextMessage()) {
      visitor.accept(message.body);
    }
    for (message = receivedFirst(); message != null; message = message.nextMessage()) {
      visitor.accept(message.body);
    }
    VarHandle.acquireFence();
    Message removed = current;
    if (handled && removed != null && removed != running) {
      visitor.accept(removed.body);
    }
  }
}

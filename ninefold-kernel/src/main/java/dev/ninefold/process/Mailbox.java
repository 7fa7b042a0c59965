package dev.ninefold.process;

import dev.ninefold.process.Signal.Counted;
import dev.ninefold.process.Signal.Message;
import dev.ninefold.process.Signal.Priority;
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
   * I5. The priority messages come first in `inbox`, in the order of their arrival. They are few, so a place among them is found by
   *     walking. New ones are put in only by the own process with the ownership. They enter before messages that a receive has
   *     looked at; it looks at them then, and at nothing twice. A receive that starts at the mark looks at all of them first.
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
    takeOverPriority();
    dropOldest(guard);
    Message message = pollNext();
    noteTaken(guard, message);
    return message;
  }

  private @Nullable Message pollNext() {
    takeOverPriority();
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
    takeOverPriority();
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
    while (true) {
      Message previous = scan.seen;
      if (previous != null && head instanceof Priority && !(previous instanceof Priority)) {
        Message overtaking = pollPriority(pattern, scan);
        if (overtaking != null) {
          return overtaking;
        }
      }
      Message message = previous == null ? head : previous.nextMessage();
      while (message != null) {
        if (pattern.test(message.body)) {
          remove(previous, message);
          return message;
        }
        previous = message;
        message = message.nextMessage();
      }
      scan.seen = previous;
      scan.seenPriority = lastPriority();
      if (!takeOver()) {
        return null;
      }
      if (guard != null && dropOldest(guard)) {
        scan.seen = null;
      }
    }
  }

  /** The same for the priority messages that have overtaken what the receive has looked at. */
  private @Nullable Message pollPriority(Predicate<Object> pattern, Scan scan) {
    Message previous = scan.seenPriority;
    Message message = previous == null ? head : previous.nextMessage();
    while (message instanceof Priority) {
      if (pattern.test(message.body)) {
        remove(previous, message);
        return message;
      }
      previous = message;
      message = message.nextMessage();
    }
    return null;
  }

  private @Nullable Message lastPriority() {
    Message lastOne = null;
    for (Message message = head; message instanceof Priority; message = message.nextMessage()) {
      lastOne = message;
    }
    return lastOne;
  }

  /** How far a receive has looked: up to the last message that was there, and the last priority message. */
  static final class Scan {
    private @Nullable Message seen;
    private @Nullable Message seenPriority;
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

  /** Takes over at once what has come with priority; it must not wait until the older messages are handled. */
  private void takeOverPriority() {
    if (hasPriority()) {
      takeOver();
    }
  }

  /** Moves what has arrived to the inbox; returns whether that was anything. */
  private boolean takeOver() {
    if (!acquire()) {
      return false;
    }
    drain();
    boolean filled = fill();
    Cascade.run(release());
    return filled;
  }

  /** Moves what was received to its place in the inbox. Holder of the ownership, and own process. */
  private boolean fill() {
    Message end = receivedLast();
    Message first = takeReceived();
    if (first instanceof Priority) {
      first = insertPriority(first);
    }
    if (first != null) {
      Message tail = last;
      if (tail == null) {
        HEAD.setRelease(this, first);
      } else {
        tail.next = first;
      }
      last = end;
    }
    return end != null;
  }

  /** Puts the priority messages at the beginning of the list behind those of the inbox, and returns the rest of the list. */
  private @Nullable Message insertPriority(Message first) {
    Message end = first;
    Message rest = first.nextMessage();
    while (rest instanceof Priority) {
      end = rest;
      rest = rest.nextMessage();
    }
    Message previous = lastPriority();
    Message next = previous == null ? head : previous.nextMessage();
    end.next = next;
    if (previous == null) {
      HEAD.setRelease(this, first);
    } else {
      previous.next = first;
    }
    if (next == null) {
      last = end;
    }
    return rest;
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

  // ---- any thread, racily

  /** Whether there may be anything in the mailbox. */
  final boolean hasBacklog() {
    return head != null || hasArrivals();
  }

  /** Counts no further than to the length. The lists change meanwhile, so the answer is about right. */
  final boolean seemsShorterThan(int length) {
    int left = length;
    for (Signal signal = (Message) HEAD.getAcquire(this); signal != null && left > 0; signal = signal.next) {
      left--;
    }
    return left > 0 && arrivalsSeemShorterThan(left);
  }

  // ---- any thread, with the ownership or after the death

  /** Calls the visitor with each message that waits, and with the one being handled if {@code handled} is set. */
  final void forEachMessage(boolean handled, Consumer<Object> visitor) {
    Message message = (Message) HEAD.getAcquire(this);
    Message running = current;
    if (handled && running != null) {
      visitor.accept(running.body);
    }
    Message received = receivedFirst();
    for (; message instanceof Priority; message = message.nextMessage()) {
      visitor.accept(message.body);
    }
    for (; received instanceof Priority; received = received.nextMessage()) {
      visitor.accept(received.body);
    }
    for (; message != null; message = message.nextMessage()) {
      visitor.accept(message.body);
    }
    for (; received != null; received = received.nextMessage()) {
      visitor.accept(received.body);
    }
    VarHandle.acquireFence();
    Message removed = current;
    if (handled && removed != null && removed != running) {
      visitor.accept(removed.body);
    }
  }
}

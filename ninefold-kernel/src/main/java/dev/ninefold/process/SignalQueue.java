package dev.ninefold.process;

import dev.ninefold.process.Cascade.Aftermath;
import dev.ninefold.process.Signal.Counted;
import dev.ninefold.process.Signal.Mark;
import dev.ninefold.process.Signal.Message;
import dev.ninefold.process.Signal.Priority;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The side of a process that others see: where its signals arrive, and who may act on them. */
abstract class SignalQueue {

  /*
   * I1. `in` is one word: a list of signals, newest first, or null, or a mark. IDLE: nothing came, and the process neither runs
   *     nor is going to: who replaces the mark makes it runnable. WAITING: its thread is parked in a receive: who replaces the
   *     mark unparks it. CLOSED: the process is dead; nothing enters any more. So enqueue against death, and enqueue against
   *     falling asleep, meet in one CAS.
   * I2. OWNED in `state` is the signal ownership. Its holder, and nobody else, drains `in`, appends to `received`, and touches
   *     links, monitors, aliases and the trap flag. It is held for a short time: no code of a user, no park, no second ownership
   *     but by `Router.link` and `unlink`, which take two in the order of the pids.
   * I3. Who sends a signal that is not a message tries to become the holder and acts on it at once. If somebody else holds, the
   *     sender leaves ATTENTION, and the holder drains once more before it lets go.
   * I4. Messages that somebody else drained lie in `received`, and RECEIVED says so. The process looks at RECEIVED after it has
   *     set IDLE or WAITING; the other looks for IDLE or WAITING after it has set RECEIVED. One of the two sees the other.
   *     PRIORITY says that a priority message is among them, for a process that has older messages to handle first. Within
   *     `received` the priority messages come first.
   * I5. DEAD is set by the holder, once, together with CLOSED, and never cleared. Who set it carries out the death.
   */

  static final Mark IDLE = new Mark("IDLE");
  static final Mark WAITING = new Mark("WAITING");
  static final Mark CLOSED = new Mark("CLOSED");

  private static final int OWNED = 1;
  private static final int ATTENTION = 2;
  private static final int RECEIVED = 4;
  private static final int DEAD = 8;
  private static final int PRIORITY = 16;
  private static final int SPINS = 64;
  private static final long PAUSE_NANOS = 20_000;

  private static final VarHandle STATE;
  private static final VarHandle IN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(SignalQueue.class, "state", int.class);
      IN = lookup.findVarHandle(SignalQueue.class, "in", Signal.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Signal in;
  private volatile int state;

  // Of the holder of the ownership.
  private @Nullable Aftermath aftermath;
  private @Nullable Message received;
  private @Nullable Message receivedLast;

  /** Acts on a signal that is not a message. Holder only. */
  abstract void act(Signal signal);

  /** What becomes of a message that came through an alias. */
  enum Admission {
    /** It disappears: the alias is not active. */
    DROPPED,
    /** It comes last. */
    ORDINARY,
    /** It may have priority, if its sender has asked for it. */
    PRIORITY
  }

  /** Decides about a message that came through an alias. Holder only. */
  abstract Admission admit(Ref alias);

  // ---- sending

  /** Puts the signal in and returns what was there before: a mark tells the sender what to do. Any thread. */
  final @Nullable Signal push(Signal signal) {
    while (true) {
      Signal top = in;
      if (top == CLOSED) {
        return CLOSED;
      }
      boolean mark = top == IDLE || top == WAITING;
      signal.next = mark ? null : top;
      if (IN.compareAndSet(this, top, signal)) {
        return top;
      }
    }
  }

  /** Takes the mark away if the process sleeps; the caller has to wake it then. Any thread. */
  final @Nullable Signal takeSleepMark() {
    Signal top = in;
    return (top == IDLE || top == WAITING) && IN.compareAndSet(this, top, null) ? top : null;
  }

  // ---- the ownership

  /** Waits for the ownership, which nobody holds for long. Returns false, without it, if the process is dead. */
  final boolean acquire() {
    int attempt = 0;
    while (true) {
      int s = state;
      if ((s & DEAD) != 0) {
        return false;
      }
      if ((s & OWNED) == 0) {
        if (STATE.compareAndSet(this, s, s | OWNED)) {
          return true;
        }
      } else {
        pause(++attempt);
      }
    }
  }

  /**
   * Lets some time pass before the next attempt: first by a spin, since what is waited for takes no time; then by leaving the
   * processor, since whoever is waited for may have lost his. The interrupt status stays as it is.
   */
  static void pause(int attempt) {
    if (attempt < SPINS) {
      Thread.onSpinWait();
    } else if (attempt < 2 * SPINS) {
      Thread.yield();
    } else {
      park(Math.min(attempt - 2 * SPINS + 1, 50) * PAUSE_NANOS);
    }
  }

  /**
   * An interrupted thread cannot park, and one that yields again and again keeps its carrier from what other threads start. So the
   * status is laid aside meanwhile, and the permit that an interrupt leaves behind is used up.
   */
  private static void park(long nanos) {
    boolean interrupted = Thread.interrupted();
    if (interrupted) {
      LockSupport.parkNanos(1);
    }
    LockSupport.parkNanos(nanos);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the ownership, or leaves it to the holder to look once more. */
  final boolean acquireOrLeaveWord() {
    while (true) {
      int s = state;
      if ((s & DEAD) != 0) {
        return false;
      }
      if ((s & OWNED) == 0) {
        if (STATE.compareAndSet(this, s, s | OWNED)) {
          return true;
        }
      } else if ((s & ATTENTION) != 0 || STATE.compareAndSet(this, s, s | ATTENTION)) {
        return false;
      }
    }
  }

  /** Lets go of the ownership. Returns what the caller has to do then. */
  final @Nullable Aftermath release() {
    while (true) {
      int s = state;
      if ((s & (ATTENTION | DEAD)) == ATTENTION) {
        if (STATE.compareAndSet(this, s, s & ~ATTENTION)) {
          drain();
        }
        continue;
      }
      Aftermath after = aftermath;
      aftermath = null;
      int free = (s & ~(OWNED | ATTENTION | RECEIVED | PRIORITY)) | receivedBits();
      if (STATE.compareAndSet(this, s, free)) {
        return after;
      }
      aftermath = after;
    }
  }

  private int receivedBits() {
    Message first = received;
    return first == null ? 0 : first instanceof Priority ? RECEIVED | PRIORITY : RECEIVED;
  }

  /** Whether a priority message lies in {@code received}. Any thread. */
  final boolean hasPriority() {
    return (state & PRIORITY) != 0;
  }

  final boolean isDead() {
    return (state & DEAD) != 0;
  }

  /** Whether messages lie in {@code received}, or signals in the queue. Any thread; the own process gets an exact answer. */
  final boolean hasArrivals() {
    Signal top = in;
    return (state & RECEIVED) != 0 || (top != null && !(top instanceof Mark));
  }

  /** The same for what has arrived, counted racily. */
  final boolean arrivalsSeemShorterThan(int length) {
    int left = length;
    for (Signal signal = in; signal != null && left > 0; signal = signal.next) {
      left--;
    }
    for (Signal signal = received; signal != null && left > 0; signal = signal.next) {
      left--;
    }
    return left > 0;
  }

  // ---- holder only

  /** Acts on everything that was sent, in order; messages go to {@code received}. */
  final void drain() {
    Signal top = in;
    if (top == null || top instanceof Mark) {
      return;
    }
    distribute((Signal) IN.getAndSet(this, null));
  }

  /** Leaves something to do after the release. */
  final void afterRelease(Aftermath step) {
    Aftermath before = aftermath;
    aftermath = before == null ? step : cascade -> {
      cascade.add(before);
      cascade.add(step);
    };
  }

  /**
   * If a single plain message is all that has come, takes it out of the queue; otherwise does as {@link #drain} and returns null.
   */
  final @Nullable Message drainToOne() {
    Signal top = in;
    if (top == null || top instanceof Mark) {
      return null;
    }
    Signal newest = (Signal) IN.getAndSet(this, null);
    if (received == null && newest instanceof Message message && message.next == null && message.alias == null) {
      return message;
    }
    distribute(newest);
    return null;
  }

  /** Closes the queue: the process is dead for everybody from now on. Returns the mark or signal that was there. */
  final @Nullable Signal close() {
    int s;
    do {
      s = state;
    } while (!STATE.compareAndSet(this, s, s | DEAD));
    Signal rest = (Signal) IN.getAndSet(this, CLOSED);
    if (rest != null && !(rest instanceof Mark)) {
      distribute(rest);
    }
    return rest;
  }

  /** Takes what was received, oldest first. */
  final @Nullable Message takeReceived() {
    Message first = received;
    received = null;
    receivedLast = null;
    return first;
  }

  final @Nullable Message receivedFirst() {
    return received;
  }

  final @Nullable Message receivedLast() {
    return receivedLast;
  }

  final void append(Message message) {
    message.next = null;
    if (receivedLast == null) {
      received = message;
    } else {
      receivedLast.next = message;
    }
    receivedLast = message;
  }

  /** Puts it behind the priority messages that were received, and before the others. */
  final void appendPriority(Priority message) {
    Message previous = null;
    Message next = received;
    while (next instanceof Priority) {
      previous = next;
      next = next.nextMessage();
    }
    message.next = next;
    if (previous == null) {
      received = message;
    } else {
      previous.next = message;
    }
    if (next == null) {
      receivedLast = message;
    }
  }

  /** Removes the oldest droppable messages of those that were received, as long as more than {@code keep} of them are there. */
  final void dropReceived(int keep, BooleanSupplier drop) {
    int droppable = 0;
    for (Message message = received; message != null; message = message.nextMessage()) {
      droppable += Counted.isDroppable(message) ? 1 : 0;
    }
    Message first = takeReceived();
    while (first != null) {
      Message next = first.nextMessage();
      if (droppable > keep && Counted.isDroppable(first) && drop.getAsBoolean()) {
        droppable--;
      } else {
        append(first);
      }
      first = next;
    }
  }

  private void distribute(@Nullable Signal newest) {
    Signal signal = reverse(newest);
    while (signal != null) {
      Signal next = signal.next;
      if (signal instanceof Message message) {
        if (message.alias == null) {
          append(message);
        } else if (!isDead()) {
          appendAdmitted(message, message.alias);
        }
      } else if (!isDead()) {
        act(signal);
      }
      signal = next;
    }
  }

  private void appendAdmitted(Message message, Ref alias) {
    Admission admission = admit(alias);
    if (!(message instanceof Priority priority)) {
      if (admission != Admission.DROPPED) {
        append(message);
      }
      return;
    }
    switch (admission) {
      case DROPPED -> {}
      case ORDINARY -> append(new Message(message.body));
      case PRIORITY -> appendPriority(priority);
    }
  }

  private static @Nullable Signal reverse(@Nullable Signal newest) {
    Signal oldest = null;
    Signal signal = newest;
    while (signal != null) {
      Signal older = signal.next;
      signal.next = oldest;
      oldest = signal;
      signal = older;
    }
    return oldest;
  }

  // ---- own process only

  /** Tries to fall asleep with the given mark. Returns false if there is something to do first. */
  final boolean sleep(Mark mark) {
    if (in != null || !IN.compareAndSet(this, null, mark)) {
      return false;
    }
    return (state & RECEIVED) == 0 || !IN.compareAndSet(this, mark, null);
  }

  /** Whether a mark says that the process sleeps. Any thread. */
  final boolean isSleeping() {
    Signal top = in;
    return top == IDLE || top == WAITING;
  }

  /** Whether the process still sleeps with the mark that it set. */
  final boolean isAsleep() {
    return in == WAITING;
  }

  /** Ends a sleep from within, as after a timeout. Returns false if somebody woke the process. */
  final boolean wakeUp() {
    return IN.compareAndSet(this, WAITING, null);
  }
}

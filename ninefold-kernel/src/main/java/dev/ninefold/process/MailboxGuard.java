package dev.ninefold.process;

import dev.ninefold.process.OverflowEngine.Decision;
import dev.ninefold.process.OverflowEngine.Kind;
import dev.ninefold.process.Signal.Counted;
import dev.ninefold.scheduler.Worker;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Keeps the mailbox of a process within its limit. Any thread. */
final class MailboxGuard {

  /*
   * I1. `waiting` is how many counted messages wait; it is raised by CAS before a message enters, and lowered when one is taken or
   *     dropped. It exceeds the limit only with DROP_OLDEST.
   * I2. With DROP_OLDEST the oldest droppable messages disappear while `waiting` is above the limit, and not when it is not: so nothing is
   *     dropped while there is room. The own process drops before it looks at a message; a sender drops from what the process has not
   *     taken over, each time `waiting` has grown by the limit. So about three times the limit is held at most, whatever the process does.
   * I3. A sender enters `blocked` before it looks for room again; who makes room looks at `blocked` afterwards: one of the two sees the
   *     other. Who leaves `blocked`, by whatever cause, wakes the next if there is room.
   * I4. There is one report from the first message that is dropped or refused until `waiting` falls to half of the limit.
   */

  /** What became of a request. */
  enum Sent {
    /** It was sent, or the receiver has ended, or the request. */
    YES,
    /** There was no room. */
    NO_ROOM,
    /** A thread that is no process was interrupted while it waited for room. */
    INTERRUPTED
  }

  private enum Room {
    TAKEN,
    OVER,
    NONE_IN_TIME,
    INTERRUPTED
  }

  private final MailboxLimit limit;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile int dropAt;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicBoolean overflowing = new AtomicBoolean();
  private final Queue<Thread> blocked = new ConcurrentLinkedQueue<>();

  MailboxGuard(MailboxLimit limit) {
    this.limit = limit;
    dropAt = 2 * limit.messages();
  }

  MailboxInfo info() {
    return new MailboxInfo(limit, dropped.get() + Math.max(0, waiting.get() - limit.messages()), refused.get());
  }

  // ---- senders

  /**
   * Sends a message that is not answered.
   *
   * @throws MailboxFullException if it is refused
   */
  void send(Cell to, Object body, @Nullable Worker worker) {
    switch (decide(Kind.MESSAGE)) {
      case ADMIT -> push(to, body, true, worker);
      case BLOCK -> {
        Cell sender = Current.liveOrNull(worker);
        if (sender == to) {
          throw refuse(to, "it is the sender, which cannot wait for itself");
        }
        switch (awaitRoom(to, sender, null, Long.MAX_VALUE)) {
          case TAKEN -> push(to, body, true, worker);
          case INTERRUPTED -> throw refuse(to, "the sender was interrupted while it waited for room");
          case NONE_IN_TIME, OVER -> {}
        }
      }
      case REFUSE -> throw refuse(to, "send less, handle faster, or raise the limit");
      case DROP -> {
        dropped.incrementAndGet();
        noteOverflow(to);
      }
      case DROP_OLDEST -> {
        push(to, body, true, worker);
        noteOverflow(to);
        if (waiting.get() >= dropAt) {
          dropFromReceived(to);
        }
      }
      case CRASH -> crash(to);
    }
  }

  /**
   * Sends a request.
   *
   * @param place settled when it cannot be answered any more; null for a request of another kind
   * @param deadline until when to wait for room
   * @return what became of it
   */
  Sent request(Cell to, Object body, @Nullable ReplyPlace place, long deadline) {
    Worker worker = Worker.current();
    return switch (decide(Kind.REQUEST)) {
      case ADMIT -> {
        push(to, body, false, worker);
        yield Sent.YES;
      }
      case BLOCK -> {
        Cell sender = Current.liveOrNull(worker);
        Room room = sender == to ? Room.NONE_IN_TIME : awaitRoom(to, sender, place, deadline);
        yield switch (room) {
          case TAKEN -> {
            push(to, body, false, worker);
            yield Sent.YES;
          }
          case OVER -> {
            if (to.isDead() && place != null) {
              ExitReason why = to.reason;
              place.fail(why == null ? ExitReason.KILLED : why);
            }
            yield Sent.YES;
          }
          case NONE_IN_TIME, INTERRUPTED -> {
            refused.incrementAndGet();
            noteOverflow(to);
            yield room == Room.INTERRUPTED ? Sent.INTERRUPTED : Sent.NO_ROOM;
          }
        };
      }
      case REFUSE, DROP, DROP_OLDEST -> {
        refused.incrementAndGet();
        noteOverflow(to);
        yield Sent.NO_ROOM;
      }
      case CRASH -> {
        crash(to);
        if (place != null) {
          place.fail(reason());
        }
        yield Sent.YES;
      }
    };
  }

  /** Decides, and if the message enters, counts it. */
  private Decision decide(Kind kind) {
    while (true) {
      int now = waiting.get();
      Decision decision = OverflowEngine.decide(limit, now, !blocked.isEmpty(), kind);
      boolean enters = decision == Decision.ADMIT || decision == Decision.DROP_OLDEST;
      if (!enters || waiting.compareAndSet(now, now + 1)) {
        return decision;
      }
    }
  }

  private static void push(Cell to, Object body, boolean droppable, @Nullable Worker worker) {
    Router.push(to, new Counted(body, droppable), worker);
  }

  private boolean takeRoom() {
    int now = waiting.get();
    while (now < limit.messages()) {
      if (waiting.compareAndSet(now, now + 1)) {
        return true;
      }
      now = waiting.get();
    }
    return false;
  }

  /** Waits for room, and takes it. */
  private Room awaitRoom(Cell to, @Nullable Cell sender, @Nullable ReplyPlace place, long deadline) {
    Thread thread = Thread.currentThread();
    Wait before = sender == null ? null : sender.waiting;
    Timer timer =
        deadline == Long.MAX_VALUE ? null : to.node.timers().schedule(deadline, _ -> to.node.scheduler().unpark(thread));
    Worker worker = Worker.current();
    boolean interrupted = false;
    blocked.add(thread);
    try {
      if (sender != null && place == null) {
        // Whom it waits for: a receiver that calls its blocked sender is told of the cycle.
        Wait wait = new ProcessWait(to);
        sender.waiting = wait;
        CallCycles.breakCycle(sender, wait);
      }
      if (worker != null) {
        worker.beforeBlocking();
      }
      while (true) {
        if (to.isDead() || (place != null && place.isSettled())) {
          return Room.OVER;
        }
        if (takeRoom()) {
          return Room.TAKEN;
        }
        if (timer != null && !timer.isPending()) {
          return Room.NONE_IN_TIME;
        }
        to.node.scheduler().park(this);
        if (sender != null) {
          sender.live();
        }
        if (Thread.interrupted()) {
          interrupted = true;
          if (sender == null) {
            return Room.INTERRUPTED;
          }
        }
      }
    } finally {
      if (sender != null) {
        sender.waiting = before;
      }
      blocked.remove(thread);
      wakeNext(to);
      if (timer != null) {
        timer.cancel();
      }
      if (interrupted) {
        thread.interrupt();
      }
    }
  }

  private void wakeNext(Cell cell) {
    Thread next = waiting.get() < limit.messages() || cell.isDead() ? blocked.peek() : null;
    if (next != null) {
      cell.node.scheduler().unpark(next);
    }
  }

  private MailboxFullException refuse(Cell to, String why) {
    refused.incrementAndGet();
    noteOverflow(to);
    return new MailboxFullException(to.pid, limit, why);
  }

  private void crash(Cell to) {
    noteOverflow(to);
    if (to.acquire()) {
      to.drain();
      to.die(reason());
      to.letGo();
    }
  }

  ExitReason reason() {
    return new ExitReason.Other(new MailboxLimit.Full(limit.messages()));
  }

  private void noteOverflow(Cell cell) {
    if (!overflowing.get() && overflowing.compareAndSet(false, true)) {
      FlightEvents.overloaded(cell, info());
      Details details = cell.details;
      cell.node.report(
          new MailboxFullReport(cell.pid, Optional.ofNullable(details == null ? null : details.name),
              Optional.ofNullable(details == null ? null : details.label), info()));
    }
  }

  private void dropFromReceived(Cell to) {
    if (to.acquire()) {
      to.drain();
      to.dropReceived(limit.messages(), this::dropOne);
      dropAt = waiting.get() + limit.messages();
      to.letGo();
    }
  }

  // ---- the own process, or the holder of its ownership

  boolean isAboveLimit() {
    return waiting.get() > limit.messages();
  }

  /** Whether one more message is to disappear; it is not counted any more then. */
  boolean dropOne() {
    int now = waiting.get();
    while (now > limit.messages()) {
      if (waiting.compareAndSet(now, now - 1)) {
        dropped.incrementAndGet();
        return true;
      }
      now = waiting.get();
    }
    return false;
  }

  /** The own process has dropped what was to be dropped. */
  void allDropped() {
    dropAt = 2 * limit.messages();
  }

  /** A counted message was taken out of the mailbox of the process. */
  void taken(Cell cell) {
    int now = waiting.decrementAndGet();
    if (now <= limit.messages() / 2 && overflowing.get()) {
      overflowing.set(false);
    }
    if (!blocked.isEmpty()) {
      wakeNext(cell);
    }
  }

  /** The process has ended: nobody waits for room any more. */
  void ended(Cell cell) {
    wakeNext(cell);
  }
}

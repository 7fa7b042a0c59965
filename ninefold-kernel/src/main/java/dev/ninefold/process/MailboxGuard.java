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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps the mailbox of a process within its limit. Any thread. */
final class MailboxGuard {

  /*
   * I1. `waiting` is how many counted messages wait that are to be handled; it is raised by CAS before a message enters, and lowered when
   *     one is taken. It never exceeds the limit.
   * I2. `debt` is how many of the oldest droppable messages are to disappear: each was given up when a newer one took its place. The own
   *     process pays before it looks at a message; a sender pays from what the process has not taken over, each time the debt has grown
   *     by the limit. So about three times the limit is held at most, whatever the process does.
   * I3. A sender enters `blocked` before it looks for room again; who makes room looks at `blocked` afterwards: one of the two sees the
   *     other. Who leaves `blocked`, by whatever cause, wakes the next if there is room.
   * I4. There is one report from the first message that is dropped or refused until `waiting` falls to half of the limit.
   */

  private final MailboxLimit limit;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger debt = new AtomicInteger();
  private volatile int payAt;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicBoolean overflowing = new AtomicBoolean();
  private final Queue<Thread> blocked = new ConcurrentLinkedQueue<>();

  MailboxGuard(MailboxLimit limit) {
    this.limit = limit;
    payAt = limit.messages();
  }

  MailboxInfo info() {
    return new MailboxInfo(limit, dropped.get(), refused.get());
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
        if (!awaitRoom(to, sender, null, Long.MAX_VALUE)) {
          throw refuse(to, "the sender was interrupted while it waited for room");
        }
        push(to, body, true, worker);
      }
      case REFUSE -> throw refuse(to, "send less, handle faster, or raise the limit");
      case DROP -> {
        dropped.incrementAndGet();
        noteOverflow(to);
      }
      case DROP_OLDEST -> {
        dropped.incrementAndGet();
        debt.incrementAndGet();
        push(to, body, true, worker);
        noteOverflow(to);
        if (debt.get() >= payAt) {
          payFromReceived(to);
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
   * @return false if it was not sent, because there was no room
   */
  boolean request(Cell to, Object body, @Nullable ReplyPlace place, long deadline) {
    Worker worker = Worker.current();
    return switch (decide(Kind.REQUEST)) {
      case ADMIT -> {
        push(to, body, false, worker);
        yield true;
      }
      case BLOCK -> {
        Cell sender = Current.liveOrNull(worker);
        boolean room = sender != to && awaitRoom(to, sender, place, deadline);
        if (!room) {
          refused.incrementAndGet();
        } else if (to.isDead() && place != null) {
          ExitReason why = to.reason;
          place.fail(why == null ? ExitReason.KILLED : why);
        } else if (place == null || !place.isSettled()) {
          push(to, body, false, worker);
        }
        yield room;
      }
      case REFUSE, DROP, DROP_OLDEST -> {
        refused.incrementAndGet();
        noteOverflow(to);
        yield false;
      }
      case CRASH -> {
        crash(to);
        if (place != null) {
          place.fail(reason());
        }
        yield true;
      }
    };
  }

  /** Decides, and if the message is to be admitted, counts it. */
  private Decision decide(Kind kind) {
    while (true) {
      int now = waiting.get();
      Decision decision = OverflowEngine.decide(limit, now, !blocked.isEmpty(), kind);
      if (decision != Decision.ADMIT || waiting.compareAndSet(now, now + 1)) {
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

  /**
   * Waits for room, and takes it.
   *
   * @return false if there was none in time, or a thread that is no process was interrupted
   */
  private boolean awaitRoom(Cell to, @Nullable Cell sender, @Nullable ReplyPlace place, long deadline) {
    Thread thread = Thread.currentThread();
    Timer timer =
        deadline == Long.MAX_VALUE ? null : to.node.timers().schedule(deadline, _ -> to.node.scheduler().unpark(thread));
    Worker worker = Worker.current();
    boolean interrupted = false;
    blocked.add(thread);
    try {
      if (worker != null) {
        worker.beforeBlocking();
      }
      while (!to.isDead() && (place == null || !place.isSettled()) && !takeRoom()) {
        if (timer != null && !timer.isPending()) {
          return false;
        }
        LockSupport.park(this);
        if (sender != null) {
          sender.live();
        }
        if (Thread.interrupted()) {
          interrupted = true;
          if (sender == null) {
            return false;
          }
        }
      }
      return true;
    } finally {
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
      Details details = cell.details;
      cell.node.report(
          new MailboxFullReport(cell.pid, Optional.ofNullable(details == null ? null : details.name),
              Optional.ofNullable(details == null ? null : details.label), info()));
    }
  }

  private void payFromReceived(Cell to) {
    if (to.acquire()) {
      to.drain();
      to.dropReceived(limit.messages(), this::payOne);
      payAt = debt.get() + limit.messages();
      to.letGo();
    }
  }

  // ---- the own process, or the holder of its ownership

  void paid() {
    payAt = limit.messages();
  }

  boolean isInDebt() {
    return debt.get() > 0;
  }

  /** Whether one more message is to disappear. */
  boolean payOne() {
    int now = debt.get();
    while (now > 0) {
      if (debt.compareAndSet(now, now - 1)) {
        return true;
      }
      now = debt.get();
    }
    return false;
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

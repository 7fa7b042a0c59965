package dev.ninefold.process;

import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at the mailboxes of a node from time to time, and reports those that are long. */
final class LongQueues {

  /*
   * Counting messages as they come and go would cost each of them something, and a receiver that is stuck counts nothing. So who asks for
   * reports pays by a look at all processes now and then, and who does not pays nothing.
   *
   * I1. One look at a time; `reported` and `skip` belong to it, and pass from one to the next through `looking`.
   * I2. Most processes have nothing in their mailbox, which is seen by reading three words. The others are counted racily, up to the
   *     length that matters, and only what seems long, or was, is counted under the ownership. No look takes more than a part of the
   *     node's time: see LongQueueEngine.
   */

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int FRAMES = 8;

  private final Node node;
  private final LongMessageQueue marks;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Set<Cell> reported = new HashSet<>();
  private long skip;
  private final AtomicInteger looks = new AtomicInteger();

  LongQueues(Node node, LongMessageQueue marks) {
    this.node = node;
    this.marks = marks;
  }

  /** Begins to look, if there is anything that can be long. Any thread. */
  void watch(LongMessageQueue what) {
    if (!what.isOff() && !started.get() && started.compareAndSet(false, true)) {
      schedule();
    }
  }

  /** How many looks have ended. */
  int looks() {
    return looks.get();
  }

  private void schedule() {
    node.timers().schedule(Timeout.deadline(node.clock().nanoTime(), EVERY), _ -> tick());
  }

  private void tick() {
    if (node.isClosed()) {
      return;
    }
    schedule();
    if (looking.compareAndSet(false, true)) {
      node.scheduler().newThread(this::look).start();
    }
  }

  private void look() {
    try {
      if (skip > 0) {
        skip--;
        return;
      }
      long begin = node.clock().nanoTime();
      reported.removeIf(this::isShortAgain);
      node.table().forEach(Mailbox::hasBacklog, this::lookAt);
      skip = LongQueueEngine.ticksToSkip(node.clock().nanoTime() - begin, EVERY.toNanos());
    } finally {
      looks.incrementAndGet();
      looking.set(false);
    }
  }

  private boolean isShortAgain(Cell cell) {
    return cell.isDead()
        || LongQueueEngine.decide(marksOf(cell), count(cell), true) == LongQueueEngine.Decision.REARM;
  }

  private void lookAt(Cell cell) {
    LongMessageQueue its = marksOf(cell);
    if (its.isOff() || reported.contains(cell) || cell.seemsShorterThan(its.enable())) {
      return;
    }
    int length = count(cell);
    if (LongQueueEngine.decide(its, length, false) == LongQueueEngine.Decision.REPORT && !cell.isDead()) {
      reported.add(cell);
      FlightEvents.overloaded(cell, length, its);
      node.report(report(cell, its, length));
    }
  }

  private LongMessageQueue marksOf(Cell cell) {
    Details details = cell.details;
    LongMessageQueue own = details == null ? null : details.longMessageQueue;
    return own == null ? marks : own;
  }

  private static int count(Cell cell) {
    if (!cell.acquire()) {
      return 0;
    }
    cell.drain();
    int[] count = new int[1];
    cell.forEachMessage(false, _ -> count[0]++);
    cell.letGo();
    return count[0];
  }

  private static LongMessageQueueReport report(Cell cell, LongMessageQueue marks, int length) {
    Details details = cell.details;
    return new LongMessageQueueReport(cell.pid, Optional.ofNullable(details == null ? null : details.name),
        Optional.ofNullable(details == null ? null : details.label),
        Optional.ofNullable(details == null ? null : details.initialCall), length, marks, cell.status(),
        ClientInfo.stack(cell).stream().limit(FRAMES).toList());
  }
}

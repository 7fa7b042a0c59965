package dev.ninefold.scheduler;

import java.util.concurrent.locks.LockSupport;

/** Notices what blocks or loops outside of our API, on a platform thread that parks while the node is idle. */
final class Watcher implements Runnable {

  /*
   * Every tick it compares the progress of each slot with that of the tick before. Work that waits while no slot gets on
   * means that all are blocked or busy: slots are added, twice as many at each tick, and retired when they were idle for
   * long.
   */

  private static final long TICK_NANOS = 1_000_000;
  private static final int STUCK_TICKS = 2;
  private static final int TICKS_BEFORE_SLEEP = 100;
  private static final int TICKS_BEFORE_RETIREMENT = 1_000;
  private static final int TEMPORARY_LIMIT = 1 << 16;

  private final SlotScheduler scheduler;
  private final VirtualThreads threads;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean active;
  private volatile boolean closed;
  private int quietTicks;
  private int adding = 1;

  Watcher(SlotScheduler scheduler, VirtualThreads threads) {
    this.scheduler = scheduler;
    this.threads = threads;
    thread = Thread.ofPlatform().daemon().name("ninefold-watcher").unstarted(this);
    thread.start();
  }

  /** Something was made to run. Cheap while the watcher is awake. */
  void activity() {
    if (asleep) {
      active = true;
      LockSupport.unpark(thread);
    }
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!closed) {
      if (tick()) {
        quietTicks = 0;
      } else if (++quietTicks > TICKS_BEFORE_SLEEP && !threads.needTicks()) {
        sleep();
      }
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }

  private void sleep() {
    active = false;
    asleep = true;
    if (scheduler.isIdle()) {
      while (!active && !closed) {
        LockSupport.park(this);
      }
    }
    asleep = false;
    quietTicks = 0;
  }

  /** Returns whether there was anything to watch. */
  private boolean tick() {
    scheduler.refreshTime();
    boolean waiting = scheduler.overflowWaits();
    boolean allStuck = true;
    boolean busy = false;
    Slot[] slots = scheduler.slots();
    for (Slot slot : slots) {
      if (slot.state() == Slot.RUNNING) {
        busy = true;
        boolean stuck = slot.observe() >= STUCK_TICKS;
        allStuck &= stuck;
        waiting |= slot.hasWork();
        slot.wantYield(true);
      } else {
        allStuck = false;
        if (slot.temporary && slot.idleForTicks() > TICKS_BEFORE_RETIREMENT) {
          scheduler.retire(slot);
        }
      }
    }
    if (waiting && scheduler.idleCount() > 0) {
      scheduler.wakeOne();
    } else if (waiting && allStuck) {
      relieve(slots);
    } else if (!waiting && adding > 1) {
      // Not while work waits: that slots were added a moment ago does not mean that they were enough.
      adding /= 2;
    }
    threads.tick();
    return busy || waiting;
  }

  private void relieve(Slot[] slots) {
    for (Slot slot : slots) {
      if (slot.holder == null) {
        // Its worker does not get to run: there is no lack of slots.
        return;
      }
    }
    for (Slot slot : slots) {
      slot.caughtBlocking();
    }
    int room = TEMPORARY_LIMIT - slots.length;
    if (room > 0) {
      scheduler.addTemporarySlots(Math.min(adding, room));
      adding *= 2;
    }
  }
}

package dev.ninefold.scheduler;

/** Notices what blocks or loops outside of our API, on a platform thread that parks while the node is idle. */
final class Watcher implements Ticker.Watch {

  /*
   * Every tick it compares the progress of each slot with that of the tick before. Work that waits while no slot gets on
   * means that all are blocked or busy: slots are added, twice as many at each tick, and retired when they were idle for
   * long.
   */

  private static final int STUCK_TICKS = 2;
  private static final int TICKS_BEFORE_RETIREMENT = 1_000;
  private static final int TEMPORARY_LIMIT = 1 << 16;

  private final SlotScheduler scheduler;
  private final VirtualThreads threads;
  private final Ticker ticker = new Ticker("ninefold-watcher", this);
  private int adding = 1;

  Watcher(SlotScheduler scheduler, VirtualThreads threads) {
    this.scheduler = scheduler;
    this.threads = threads;
    ticker.start();
  }

  /** Something was made to run. Cheap while the watcher is awake. */
  void activity() {
    ticker.activity();
  }

  void close() {
    ticker.close();
  }

  @Override
  public boolean isIdle() {
    return scheduler.isIdle() && !threads.needTicks();
  }

  @Override
  public boolean tick() {
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

package dev.ninefold.scheduler;

import java.util.concurrent.locks.LockSupport;

/** Notices what blocks or loops outside of our API, on a platform thread that parks while the node is idle. */
final class Watcher implements Runnable {

  /*
   * Every tick it compares the progress of each slot with that of the tick before. Work that waits while no slot gets on
   * means that all are blocked or busy: slots are added, twice as many at each tick, and retired when they were idle for
   * long. Whether the carriers of the virtual threads are all taken by endless loops is told by a canary: an empty virtual
   * thread that does not get to run. Then their number is raised, but nobody becomes a carrier before something new is to be
   * carried, and for the JDK's pool that is only what comes to an empty queue: each platform thread submits to a queue of its
   * own, and that of the watcher holds the late canary. So the next one is sent from a new platform thread.
   *
   * More carriers than processors cost something, so they are given back when the canaries have been in time for a while. Nobody tells a
   * loop from honest work: if canaries are late again after that, it was too early, and the next while is twice as long.
   */

  private static final long TICK_NANOS = 1_000_000;
  private static final int STUCK_TICKS = 2;
  private static final int TICKS_BEFORE_SLEEP = 100;
  private static final int TICKS_BEFORE_RETIREMENT = 1_000;
  private static final int TEMPORARY_LIMIT = 1 << 16;
  private static final int CANARY_EVERY = 4;
  private static final int CANARY_LATE_TICKS = 20;
  private static final int CALM_CANARIES = 60;
  private static final int MOST_CALM_CANARIES = 60 << 6;

  private final PortableScheduler scheduler;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean active;
  private volatile boolean closed;
  private volatile boolean canaryAway;
  private int canaryTicks;
  private int quietTicks;
  private int calmCanaries;
  private int calmNeeded = CALM_CANARIES;
  private boolean lowered;
  private int adding = 1;

  Watcher(PortableScheduler scheduler) {
    this.scheduler = scheduler;
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
      } else if (++quietTicks > TICKS_BEFORE_SLEEP && !Carriers.areRaised()) {
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
    watchCarriers();
    return busy || waiting;
  }

  private void relieve(Slot[] slots) {
    for (Slot slot : slots) {
      slot.caughtBlocking();
    }
    int room = TEMPORARY_LIMIT - slots.length;
    if (room > 0) {
      scheduler.addTemporarySlots(Math.min(adding, room));
      adding *= 2;
    }
  }

  private void watchCarriers() {
    canaryTicks++;
    if (!canaryAway) {
      if (canaryTicks >= CANARY_EVERY) {
        sendCanary();
        if (++calmCanaries > calmNeeded) {
          calmCanaries = 0;
          calmNeeded = lowered ? CALM_CANARIES : calmNeeded;
          lowered = Carriers.lower();
        }
      }
    } else if (canaryTicks >= CANARY_LATE_TICKS) {
      calmCanaries = 0;
      calmNeeded = lowered ? Math.min(calmNeeded * 2, MOST_CALM_CANARIES) : calmNeeded;
      lowered = false;
      Carriers.raise();
      canaryTicks = 0;
      Thread.ofPlatform().daemon().name("ninefold-poke").start(this::startCanary);
    }
  }

  private void sendCanary() {
    canaryTicks = 0;
    canaryAway = true;
    startCanary();
  }

  private void startCanary() {
    Thread.ofVirtual().name("ninefold-canary").start(() -> canaryAway = false);
  }
}

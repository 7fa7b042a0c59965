package dev.ninefold.scheduler;

import dev.ninefold.time.Clock;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs steps on workers, which are virtual threads that hold slots; who carries those makes it the portable scheduler or the carrier one. */
final class SlotScheduler implements Scheduler {

  /*
   * I1. A step lies in at most one of: a run-next place, a slot queue, the overflow queue, a worker's hands.
   * I2. Whoever queues a step outside a run-next place then looks for an idle slot; a worker that makes its slot idle then
   *     looks for work. A full fence on both sides: one of the two sees the other.
   * I3. A step in a run-next place alone wakes nobody: its worker comes to it, or hands the slot over before it blocks, or
   *     the watcher notices that neither happens and lets others steal it.
   * I4. A slot that is RUNNING has exactly one worker, or one is on its way to it.
   * I5. A worker that lost its slot finishes its step without one, and then becomes a spare worker or ends.
   * I6. A chain of run-next steps is cut after CHAIN_LIMIT turns, so a busy pair does not starve the queue.
   * I7. A worker whose thread parks or blocks within a step, elsewhere than in our API, loses its slot while it does not run, if
   *     we are told (carrier scheduler): so the slot changes hands only before the thread goes on. Between steps it keeps it.
   */

  private static final int OVERFLOW_EVERY = 61;
  private static final int CHAIN_LIMIT = 64;
  private static final int SPARE_LIMIT = 512;

  private record Spare(Worker worker, @Nullable Spare below, int size) {}

  private final OverflowQueue<Step> overflow = new OverflowQueue<>();
  private final AtomicInteger idleSlots = new AtomicInteger();
  private final AtomicReference<@Nullable Spare> spares = new AtomicReference<>();
  private final Spin lingering = new Spin();
  private final Spin lookout = new Spin();
  private final AtomicBoolean looksOut = new AtomicBoolean();
  private final Clock clock;
  private final VirtualThreads threads;
  private final Watcher watcher;
  private final Object slotsLock = new Object();
  private volatile Slot[] slots;
  private volatile boolean closed;
  private volatile long coarseNanos;

  /**
   * A scheduler with the given number of slots.
   *
   * @param count one or more
   * @param clock the clock of the node
   * @param threads what carries the workers and the plain processes
   */
  SlotScheduler(int count, Clock clock, VirtualThreads threads) {
    if (count < 1) {
      throw new IllegalArgumentException("slots: expected one or more, got " + count);
    }
    Slot[] initial = new Slot[count];
    for (int i = 0; i < count; i++) {
      initial[i] = new Slot(this, false, overflow);
      initial[i].idle();
    }
    slots = initial;
    idleSlots.set(count);
    this.clock = clock;
    refreshTime();
    this.threads = threads;
    watcher = new Watcher(this, threads);
  }

  @Override
  public void execute(Step step) {
    execute(step, Worker.current());
  }

  @Override
  public void execute(Step step, @Nullable Worker worker) {
    Slot slot = worker == null ? null : worker.slot;
    if (slot == null || slot.owner != this) {
      overflow.add(step);
      wakeOne();
      return;
    }
    Step displaced = slot.putNext(step);
    if (displaced != null) {
      slot.queue.add(displaced);
      wakeOne();
    }
  }

  @Override
  public void executeLast(Step step) {
    Worker worker = Worker.current();
    Slot slot = worker == null ? null : worker.slot;
    if (slot == null || slot.owner != this) {
      overflow.add(step);
    } else {
      slot.queue.add(step);
    }
    wakeOne();
  }

  @Override
  public Thread newThread(Runnable body) {
    watcher.activity();
    return threads.unstarted(body);
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
    watcher.activity();
  }

  @Override
  public boolean mayLook() {
    return threads.mayLook();
  }

  @Override
  public long coarseNanos() {
    return coarseNanos;
  }

  void refreshTime() {
    coarseNanos = clock.nanoTime();
  }

  @Override
  public boolean isIdle() {
    return idleSlots.get() == slots.length && overflow.isEmpty();
  }

  @Override
  public void close() {
    closed = true;
    watcher.close();
    for (Spare spare = spares.getAndSet(null); spare != null; spare = spare.below) {
      LockSupport.unpark(spare.worker.thread);
    }
    for (Slot slot : slots) {
      Worker idle = slot.idleWorker;
      if (idle != null) {
        LockSupport.unpark(idle.thread);
      }
    }
  }

  // ---- the life of a worker

  /** What the thread of a worker does from beginning to end. */
  private final class Life implements VirtualThreads.WorkerBody {
    private final Slot first;
    private @Nullable Worker worker;

    Life(Slot first) {
      this.first = first;
    }

    @Override
    public void run() {
      Worker me = Worker.enter(SlotScheduler.this);
      worker = me;
      me.slot = first;
      do {
        runSlot(me);
      } while (parkAsSpare(me));
    }

    /** I7. */
    @Override
    public void parked() {
      Worker me = worker;
      if (me != null && me.step() != null) {
        handOver(me, true);
      }
    }
  }

  /** Runs steps until the worker has no slot any more. */
  private void runSlot(Worker worker) {
    int turns = 0;
    int chain = 0;
    for (Slot slot = worker.slot; slot != null; slot = worker.slot) {
      if (slot.holder != worker) {
        slot.holder = worker;
      }
      Step step = chain < CHAIN_LIMIT ? slot.takeNext() : null;
      if (step != null) {
        chain++;
      } else {
        chain = 0;
        step = fromQueues(slot, ++turns);
      }
      if (step == null) {
        idle(worker, slot);
      } else {
        runStep(worker, slot, step);
      }
    }
  }

  private void runStep(Worker worker, Slot slot, Step step) {
    if (step.isBlocking()) {
      handOver(worker);
      step.run(worker);
      return;
    }
    step.run(worker);
    if (worker.slot == slot) {
      slot.progressed();
      if (slot.yieldWanted()) {
        slot.wantYield(false);
        Thread.yield();
      }
    }
  }

  private @Nullable Step fromQueues(Slot slot, int turns) {
    Step step = turns % OVERFLOW_EVERY == 0 ? overflow.poll() : null;
    if (step == null) {
      step = slot.queue.poll();
    }
    if (step == null) {
      step = overflow.poll();
    }
    if (step == null) {
      step = slot.takeNext();
    }
    return step == null ? slot.steal(slots) : step;
  }

  private void idle(Worker worker, Slot slot) {
    worker.step(null);
    if (threads.mayLook() && looksOut.compareAndSet(false, true)) {
      boolean found = lookout.await(this::workWaits);
      looksOut.set(false);
      if (found) {
        return;
      }
    }
    slot.idleWorker = worker;
    slot.idle();
    idleSlots.incrementAndGet();
    if (workWaits() && slot.activate()) {
      idleSlots.decrementAndGet();
      return;
    }
    while (slot.state() == Slot.IDLE && !closed) {
      park();
    }
    if (slot.state() != Slot.RUNNING) {
      worker.slot = null;
    }
    refreshTime();
  }

  boolean linger(Slot slot, BooleanSupplier arrived) {
    return !slot.hasWork() && threads.mayLook()
        && lingering.await(() -> arrived.getAsBoolean() || slot.hasWork() || !overflow.isEmpty())
        && arrived.getAsBoolean();
  }

  private boolean parkAsSpare(Worker worker) {
    worker.step(null);
    Spare top;
    Spare mine;
    do {
      top = spares.get();
      int size = top == null ? 0 : top.size;
      if (closed || size >= SPARE_LIMIT) {
        return false;
      }
      mine = new Spare(worker, top, size + 1);
    } while (!spares.compareAndSet(top, mine));
    while (worker.slot == null) {
      if (closed) {
        return false;
      }
      park();
    }
    return true;
  }

  /** An interrupt that somebody sends to the thread of a step that has ended long ago would keep it from parking ever again. */
  private void park() {
    LockSupport.park(this);
    Thread.interrupted();
  }

  // ---- slots

  /** Called by the holder of the slot, which goes on without it. */
  void handOver(Worker worker) {
    handOver(worker, false);
  }

  private void handOver(Worker worker, boolean foreign) {
    Slot slot = worker.slot;
    if (slot == null) {
      return;
    }
    worker.slot = null;
    FlightEvents.handedOver(worker, foreign);
    slot.idleWorker = null;
    slot.progressed();
    if (slot.hasWork() || !overflow.isEmpty()) {
      giveWorker(slot);
      return;
    }
    slot.idle();
    idleSlots.incrementAndGet();
    if (workWaits() && slot.activate()) {
      idleSlots.decrementAndGet();
      giveWorker(slot);
    }
  }

  /** Lets an idle slot look for work, if there is one. */
  void wakeOne() {
    VarHandle.fullFence();
    if (idleSlots.get() <= 0) {
      return;
    }
    for (Slot slot : slots) {
      if (slot.activate()) {
        idleSlots.decrementAndGet();
        giveWorker(slot);
        return;
      }
    }
  }

  private void giveWorker(Slot slot) {
    slot.holder = null;
    watcher.activity();
    Worker idle = slot.idleWorker;
    if (idle != null) {
      LockSupport.unpark(idle.thread);
      return;
    }
    Spare spare;
    do {
      spare = spares.get();
      if (spare == null) {
        threads.startWorker(new Life(slot));
        return;
      }
    } while (!spares.compareAndSet(spare, spare.below));
    spare.worker.slot = slot;
    LockSupport.unpark(spare.worker.thread);
  }

  private boolean workWaits() {
    if (!overflow.isEmpty()) {
      return true;
    }
    for (Slot slot : slots) {
      if (slot.hasLoot()) {
        return true;
      }
    }
    return false;
  }

  // ---- for the watcher

  Slot[] slots() {
    return slots;
  }

  boolean overflowWaits() {
    return !overflow.isEmpty();
  }

  int idleCount() {
    return idleSlots.get();
  }

  void addTemporarySlots(int count) {
    Slot[] added = new Slot[count];
    synchronized (slotsLock) {
      Slot[] old = slots;
      Slot[] all = Arrays.copyOf(old, old.length + count);
      for (int i = 0; i < count; i++) {
        added[i] = new Slot(this, true, overflow);
        all[old.length + i] = added[i];
      }
      slots = all;
    }
    FlightEvents.rescued("SLOTS", count, slots.length);
    for (Slot slot : added) {
      giveWorker(slot);
    }
  }

  void retire(Slot slot) {
    if (!slot.retire()) {
      return;
    }
    idleSlots.decrementAndGet();
    synchronized (slotsLock) {
      slots = Arrays.stream(slots).filter(s -> s != slot).toArray(Slot[]::new);
    }
    Worker idle = slot.idleWorker;
    if (idle != null) {
      LockSupport.unpark(idle.thread);
    }
  }
}

package dev.ninefold.scheduler;

import dev.ninefold.time.ManualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs one process at a time, in an order that somebody chooses: the third scheduler of design E3. The threads are ordinary virtual ones, which
 * pass a baton.
 */
public final class SimulatedScheduler implements Scheduler {

  /*
   * I1. Who holds the baton alone runs code of processes, and alone touches the fields: a thread of a place whose `baton` was set, or the driver. It
   *     gives it away before it waits, and does not go on before it has it again.
   * I2. What can go on is in `runnable`: steps, in the order in which they became runnable, and the places of threads that were unparked.
   * I3. When nothing can go on, time does: to the next timer, which is fired by who holds the baton. When there is none, or the simulation
   *     is over, the driver gets the baton.
   */

  /** How long the holder of the baton may run before the simulation is given up, by the real clock. */
  private static final long PATIENCE_SECONDS = 5;

  /** Chooses what goes on. The same choices make the same run. */
  @FunctionalInterface
  public interface Chooser {
    /**
     * Chooses.
     *
     * @param candidates what can go on: a process, or a thread that is about to go on; not to be changed, nor kept
     * @return the index of one; or the number of the candidates: time goes on to the next timer, if there is one, and all of them wait
     */
    int choose(List<?> candidates);
  }

  /** A thread that waits for the baton, or has it. */
  private static class Place {
    @Nullable Thread thread;
    /** What it runs, or is to run. */
    Object owner;
    /** Set by who gives it the baton, taken by the thread. */
    volatile boolean baton;
    /** It waits to be unparked. */
    boolean parked;
    /** It was unparked while it did not wait. */
    boolean permit;

    Place(Object owner) {
      this.owner = owner;
    }

    @Override
    public String toString() {
      return owner.toString();
    }
  }

  /** A thread that runs steps. */
  private static final class Stepper extends Place {
    @Nullable Step step;

    Stepper() {
      super("a thread that has run no step yet");
    }
  }

  private final ManualTime time;
  private final Chooser chooser;
  private final List<Object> runnable = new ArrayList<>();
  private final Map<Thread, Place> places = new HashMap<>();
  private final Deque<Stepper> idle = new ArrayDeque<>();
  private final Place driver = new Place("the driver");
  private final Semaphore driverTurn = new Semaphore(0);
  private final AtomicLong turns = new AtomicLong();
  private volatile @Nullable Place holder;
  private boolean timeStands;
  private boolean over;
  private @Nullable Throwable failure;

  /**
   * A simulation.
   *
   * @param time the clock, which only this moves
   * @param chooser decides what goes on
   */
  public SimulatedScheduler(ManualTime time, Chooser chooser) {
    this.time = time;
    this.chooser = chooser;
  }

  /** What a candidate is, or will go on with: a step, or what a thread was made with that has not run yet. */
  public static Object owner(Object candidate) {
    return candidate instanceof Place place ? place.owner : candidate;
  }

  // ---- the driver

  /**
   * Lets everything go on, until nothing can any more, or {@link #end} was called. Only for the thread that has made the simulation.
   *
   * @param timeGoesOn whether time goes on when nothing else does
   * @throws IllegalStateException if code blocks outside of Ninefold, or loops
   */
  public void drive(boolean timeGoesOn) {
    timeStands = !timeGoesOn;
    over = false;
    pass();
    awaitDriver();
    Throwable thrown = failure;
    failure = null;
    if (thrown != null) {
      throw new IllegalStateException("the choice of what goes on failed", thrown);
    }
  }

  /** Ends {@link #drive} as soon as who calls this waits, or is done. */
  public void end() {
    over = true;
  }

  private void awaitDriver() {
    long seen = turns.get();
    boolean interrupted = false;
    while (true) {
      try {
        if (driverTurn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          break;
        }
      } catch (InterruptedException _) {
        interrupted = true;
        continue;
      }
      if (turns.get() == seen) {
        Place stuck = holder;
        Thread thread = stuck == null ? null : stuck.thread;
        IllegalStateException e = new IllegalStateException(
            "expected code that waits only through Ninefold, or in no time; got " + stuck
                + ", which blocks or loops. A simulation cannot wait for what happens outside of it");
        if (thread != null) {
          e.setStackTrace(thread.getStackTrace());
        }
        throw e;
      }
      seen = turns.get();
    }
    holder = driver;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the baton

  /** Gives the baton to what is chosen next. The caller must not do anything any more but wait for it, or end. */
  private void pass() {
    switch (choose()) {
      case Step step -> {
        Stepper stepper = idle.isEmpty() ? newStepper() : idle.pop();
        stepper.step = step;
        give(stepper);
      }
      case Place place -> give(place);
      default -> throw new AssertionError();
    }
  }

  private Object choose() {
    turns.incrementAndGet();
    try {
      while (!over) {
        if (runnable.isEmpty()) {
          if (timeStands || !time.advanceToNext()) {
            return driver;
          }
        } else {
          int chosen = chooser.choose(runnable);
          if (chosen < runnable.size() || timeStands || !time.advanceToNext()) {
            return runnable.remove(Math.min(chosen, runnable.size() - 1));
          }
        }
      }
    } catch (Throwable e) {
      failure = e;
    }
    return driver;
  }

  private void give(Place place) {
    holder = place;
    if (place == driver) {
      driverTurn.release();
      return;
    }
    place.baton = true;
    Thread thread = place.thread;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Interrupts do not end the wait; they stay pending. */
  private void await(Place me) {
    boolean interrupted = false;
    while (!me.baton) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    me.baton = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Stepper newStepper() {
    Stepper stepper = new Stepper();
    Thread thread = Thread.ofVirtual().unstarted(() -> runSteps(stepper));
    stepper.thread = thread;
    places.put(thread, stepper);
    thread.start();
    return stepper;
  }

  private void runSteps(Stepper me) {
    Worker worker = Worker.enter();
    await(me);
    while (true) {
      Step step = me.step;
      if (step == null) {
        return;
      }
      me.step = null;
      me.owner = step;
      step.run(worker);
      worker.step(null);
      Object next = choose();
      if (next instanceof Step another) {
        holder = me;
        me.step = another;
      } else {
        idle.push(me);
        give((Place) next);
        await(me);
      }
    }
  }

  // ---- the scheduler, for who holds the baton

  @Override
  public void execute(Step step) {
    runnable.add(step);
  }

  @Override
  public void execute(Step step, @Nullable Worker worker) {
    runnable.add(step);
  }

  @Override
  public void executeLast(Step step) {
    runnable.add(step);
  }

  @Override
  public Thread newThread(Runnable body) {
    Place place = new Place(body);
    Thread thread = Thread.ofVirtual().unstarted(() -> {
      await(place);
      try {
        body.run();
      } finally {
        places.remove(Thread.currentThread());
        Worker worker = Worker.current();
        if (worker != null) {
          worker.step(null);
        }
        pass();
      }
    });
    place.thread = thread;
    places.put(thread, place);
    runnable.add(place);
    return thread;
  }

  @Override
  public void park(Object blocker) {
    Place me = places.get(Thread.currentThread());
    if (me == null) {
      LockSupport.park(blocker);
    } else if (me.permit || Thread.currentThread().isInterrupted()) {
      me.permit = false;
    } else {
      me.parked = true;
      leave(me);
    }
  }

  @Override
  public void letOthersGoOn() {
    Place me = places.get(Thread.currentThread());
    if (me != null) {
      runnable.add(me);
      leave(me);
    }
  }

  /** Gives the baton away, and waits until it is back. */
  private void leave(Place me) {
    Worker worker = Worker.current();
    if (worker == null) {
      throw new IllegalStateException("expected a thread of the simulation, got " + Thread.currentThread());
    }
    Step step = worker.step();
    me.owner = step == null ? me.owner : step;
    // What happens now, as timers that fire, is not the doing of this process.
    worker.step(null);
    pass();
    await(me);
    worker.step(step);
  }

  @Override
  public void unpark(Thread thread) {
    Place place = places.get(thread);
    if (place == null) {
      LockSupport.unpark(thread);
    } else if (place.parked) {
      place.parked = false;
      runnable.add(place);
    } else {
      place.permit = true;
    }
  }

  @Override
  public void interrupt(Thread thread) {
    thread.interrupt();
    Place place = places.get(thread);
    if (place != null && place.parked) {
      place.parked = false;
      runnable.add(place);
    }
  }

  @Override
  public int budget() {
    return 1;
  }

  @Override
  public boolean mayLook() {
    return false;
  }

  @Override
  public long coarseNanos() {
    return time.nanoTime();
  }

  @Override
  public boolean isIdle() {
    return runnable.isEmpty();
  }

  /** The threads that run steps end. */
  @Override
  public void close() {
    for (Stepper stepper : idle) {
      stepper.step = null;
      give(stepper);
    }
    idle.clear();
  }
}

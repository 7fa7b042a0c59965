package dev.ninefold.scheduler;

import java.util.concurrent.locks.LockSupport;

/** A platform thread that looks at something each millisecond while there is anything to see, and parks otherwise. */
final class Ticker implements Runnable {

  /*
   * Who makes something run calls `activity` afterwards. The thread sets `asleep` before it looks once more whether all is idle: one of the two
   * sees the other.
   */

  private static final long TICK_NANOS = 1_000_000;
  private static final int TICKS_BEFORE_SLEEP = 100;

  /** What is watched. Called by the thread alone. */
  interface Watch {
    /** Looks; returns whether there was anything to see. */
    boolean tick();

    /** Whether there will be nothing to see until {@link Ticker#activity} is called. */
    boolean isIdle();
  }

  private final Watch watch;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean active;
  private volatile boolean closed;

  Ticker(String name, Watch watch) {
    this.watch = watch;
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
  }

  void start() {
    thread.start();
  }

  /** Something was made to run. Any thread; cheap while the ticker is awake. */
  void activity() {
    if (asleep) {
      active = true;
      LockSupport.unpark(thread);
    }
  }

  /** Ends the thread. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    int quietTicks = 0;
    while (!closed) {
      if (watch.tick()) {
        quietTicks = 0;
      } else if (++quietTicks > TICKS_BEFORE_SLEEP) {
        sleep();
        quietTicks = 0;
      }
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }

  private void sleep() {
    active = false;
    asleep = true;
    if (watch.isIdle()) {
      while (!active && !closed) {
        LockSupport.park(this);
      }
    }
    asleep = false;
  }
}

package dev.ninefold.scheduler;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A platform thread of our own that carries virtual threads, one after the other. */
final class Carrier extends Thread {

  private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);
  private static final int OVERFLOW_EVERY = 32;
  private static final int CHAIN_LIMIT = 64;

  final Lane<Runnable> lane;

  /** Whether it was woken to look for work, and has not found any so far. Written by who wakes it, before it does. */
  volatile boolean searching;

  private final CarrierPool pool;
  private int chain;
  private int turns;

  Carrier(CarrierPool pool, OverflowQueue<Runnable> overflow, int number) {
    super("ninefold-carrier-" + number);
    this.pool = pool;
    lane = new Lane<>(overflow);
    setDaemon(true);
  }

  @Override
  public void run() {
    while (true) {
      Runnable task = next();
      if (task != null) {
        if (searching) {
          searching = false;
          pool.found();
        }
        runTask(task);
      } else if (!pool.rest(this)) {
        return;
      }
    }
  }

  private void runTask(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("a virtual thread could not be continued", e);
    }
    lane.progressed();
  }

  private @Nullable Runnable next() {
    if (chain < CHAIN_LIMIT) {
      Runnable task = lane.takeNext();
      if (task != null) {
        chain++;
        return task;
      }
    }
    chain = 0;
    Runnable task = ++turns % OVERFLOW_EVERY == 0 ? pool.pollOverflow() : null;
    if (task == null) {
      task = lane.queue.poll();
    }
    if (task == null) {
      task = pool.pollOverflow();
    }
    if (task == null) {
      task = lane.takeNext();
    }
    return task == null ? pool.steal(lane) : task;
  }

  /** Until somebody has made it run again, or retired it. */
  void parkWhileIdle() {
    while (lane.state() == Lane.IDLE) {
      LockSupport.park(pool);
      Thread.interrupted();
    }
  }
}

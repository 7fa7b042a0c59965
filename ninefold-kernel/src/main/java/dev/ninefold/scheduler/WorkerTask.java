package dev.ninefold.scheduler;

import dev.ninefold.scheduler.VirtualThreads.WorkerBody;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The thread of a worker as a task of the carriers; it is told when the thread has parked. */
final class WorkerTask implements Executor, Runnable {

  /*
   * I1. The thread is made runnable by `execute`; its own continuation comes first, when it starts. What else comes are threads that
   *     the code of the user has started in it, which inherit the executor.
   * I2. PARKED -> QUEUED by who makes it runnable; QUEUED -> RUNNING by the carrier that takes it; RUNNING -> PARKED by that
   *     carrier, after the thread has given it back and `parked` has returned; if it is made runnable before that, RUNNING -> AGAIN, and the
   *     carrier queues it. So while `parked` runs, the thread does not.
   */

  private static final int PARKED = 0;
  private static final int QUEUED = 1;
  private static final int RUNNING = 2;
  private static final int AGAIN = 3;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(WorkerTask.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CarrierPool pool;
  private final WorkerBody body;
  private volatile @Nullable Runnable continuation;
  private volatile int state = PARKED;

  WorkerTask(CarrierPool pool, WorkerBody body) {
    this.pool = pool;
    this.body = body;
  }

  @Override
  public void execute(Runnable runnable) {
    Runnable own = continuation;
    if (own == null) {
      continuation = runnable;
    } else if (own != runnable) {
      pool.execute(runnable);
      return;
    }
    if (STATE.compareAndSet(this, PARKED, QUEUED)) {
      pool.execute(this);
    } else if (!STATE.compareAndSet(this, RUNNING, AGAIN) && STATE.compareAndSet(this, PARKED, QUEUED)) {
      // It became PARKED in between.
      pool.execute(this);
    }
  }

  @Override
  public void run() {
    Runnable own = continuation;
    if (own == null) {
      return;
    }
    state = RUNNING;
    own.run();
    if (state == RUNNING) {
      body.parked();
    }
    if (!STATE.compareAndSet(this, RUNNING, PARKED)) {
      state = QUEUED;
      pool.execute(this);
    }
  }
}

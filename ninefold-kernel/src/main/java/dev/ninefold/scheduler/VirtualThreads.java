package dev.ninefold.scheduler;

/** What carries the virtual threads of workers and plain processes: the JDK's threads, or our own. Any thread may use it. */
interface VirtualThreads {

  /** What a worker's thread does. */
  interface WorkerBody extends Runnable {
    /**
     * Told, where the thread gives its carrier back to us, that it has parked or blocked and nobody has woken it so far. Until this returns
     * it does not go on.
     */
    void parked();
  }

  /** A thread for a plain process, not started yet. */
  Thread unstarted(Runnable body);

  /** Starts the thread of a worker. */
  void startWorker(WorkerBody body);

  /** Whether nobody waits for the calling thread to give its carrier back, so that it may look for a moment before it parks. */
  boolean mayLook();

  /** Called by the watcher of each scheduler each tick, while that is awake. */
  void tick();

  /** Whether the watcher must not sleep. */
  boolean needTicks();
}

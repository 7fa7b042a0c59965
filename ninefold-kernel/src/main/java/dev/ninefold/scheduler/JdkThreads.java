package dev.ninefold.scheduler;

/** Virtual threads as the JDK carries them. Belongs to one watcher, for the ticks. */
final class JdkThreads implements VirtualThreads {

  /*
   * Whether the carriers of the virtual threads are all taken by endless loops is told by a canary: an empty virtual
   * thread that does not get to run. Then their number is raised, but nobody becomes a carrier before something new is to be
   * carried, and for the JDK's pool that is only what comes to an empty queue: each platform thread submits to a queue of its
   * own, and that of the watcher holds the late canary. So the next one is sent from a new platform thread.
   *
   * More carriers than processors cost something, so they are given back when the canaries have been in time for a while. Nobody tells a
   * loop from honest work: if canaries are late again after that, it was too early, and the next while is twice as long.
   */

  private static final int CANARY_EVERY = 4;
  private static final int CANARY_LATE_TICKS = 20;
  private static final int CALM_CANARIES = 60;
  private static final int MOST_CALM_CANARIES = 60 << 6;

  private volatile boolean canaryAway;
  private int canaryTicks;
  private int calmCanaries;
  private int calmNeeded = CALM_CANARIES;
  private boolean lowered;

  @Override
  public Thread unstarted(Runnable body) {
    return Thread.ofVirtual().unstarted(body);
  }

  @Override
  public void startWorker(WorkerBody body) {
    Thread.ofVirtual().name("ninefold-worker").start(body);
  }

  @Override
  public boolean mayLook() {
    return true;
  }

  @Override
  public boolean needTicks() {
    return Carriers.areRaised();
  }

  @Override
  public void tick() {
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

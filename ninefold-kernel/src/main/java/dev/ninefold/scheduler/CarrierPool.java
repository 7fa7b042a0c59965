package dev.ninefold.scheduler;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads on carriers of our own, as many as there are processors: one pool for all nodes of the JVM, as the JDK has one. It never
 * ends; its threads are daemons that park when there is nothing to do.
 */
final class CarrierPool implements Executor, VirtualThreads {

  /*
   * A task is a virtual thread that can go on.
   *
   * I1. A task lies in at most one of: a run-next place, a queue, the overflow queue, a carrier's hands.
   * I2. Whoever queues a task outside a run-next place then looks for an idle carrier, unless one is searching already. A carrier
   *     that gives up its search, or goes idle, then looks for work once more. A full fence on both sides: one of the two sees
   *     the other.
   * I3. A task in a run-next place alone wakes nobody: its carrier comes to it when the thread that made it runnable parks, which
   *     is soon as a rule; if not, the watcher lets others steal it.
   * I4. A chain of run-next tasks is cut after CHAIN_LIMIT turns. A thread that yields goes to the end of the overflow queue.
   */

  private static final class Jvm {
    static final CarrierPool POOL = new CarrierPool(Runtime.getRuntime().availableProcessors());

    private Jvm() {}
  }

  private final OverflowQueue<Runnable> overflow = new OverflowQueue<>();
  private final AtomicInteger idle = new AtomicInteger();
  private final AtomicBoolean searching = new AtomicBoolean();
  private final Spin lookout = new Spin();
  private final Thread.Builder.OfVirtual plain = JavaLang.builder(this);
  private final CarrierWatcher watcher;
  private final int base;
  private volatile Carrier[] carriers = {};
  private volatile Lane<Runnable>[] lanes = lanesOf(carriers);
  private int lastNumber;

  private CarrierPool(int count) {
    base = count;
    watcher = new CarrierWatcher(this);
    add(count);
    watcher.start();
  }

  /** The one of this JVM. */
  static CarrierPool ofThisJvm() {
    return Jvm.POOL;
  }

  // ---- what is made runnable

  @Override
  public void execute(Runnable task) {
    Thread current = JavaLang.currentCarrier();
    if (!(current instanceof Carrier carrier)) {
      overflow.add(task);
      wake();
      return;
    }
    if (Thread.currentThread() == carrier) {
      // The thread that it carried has yielded, or was woken already: others first. The carrier itself is awake, and comes to it.
      overflow.add(task);
      return;
    }
    Runnable displaced = carrier.lane.putNext(task);
    if (displaced != null) {
      carrier.lane.queue.add(displaced);
      wake();
    }
  }

  @Override
  public Thread unstarted(Runnable body) {
    return plain.unstarted(body);
  }

  @Override
  public void startWorker(WorkerBody body) {
    JavaLang.builder(new WorkerTask(this, body)).name("ninefold-worker").start(body);
  }

  @Override
  public boolean mayLook() {
    return !(JavaLang.currentCarrier() instanceof Carrier carrier) || !carrier.lane.hasWork();
  }

  @Override
  public void tick() {}

  @Override
  public boolean needTicks() {
    return false;
  }

  // ---- for carriers

  @Nullable Runnable pollOverflow() {
    return overflow.poll();
  }

  @Nullable Runnable steal(Lane<Runnable> thief) {
    return thief.steal(lanes);
  }

  /** A carrier that searched has found something; if there is more, another may help. */
  void found() {
    searching.set(false);
    if (workWaits()) {
      wake();
    }
  }

  /** The carrier has nothing to do: waits until there is something. Returns false if it is to end. */
  boolean rest(Carrier carrier) {
    if (carrier.searching || searching.compareAndSet(false, true)) {
      carrier.searching = false;
      boolean found = lookout.await(this::workWaits);
      searching.set(false);
      if (found) {
        return true;
      }
    }
    carrier.lane.idle();
    idle.incrementAndGet();
    if (workWaits() && carrier.lane.activate()) {
      idle.decrementAndGet();
      return true;
    }
    carrier.parkWhileIdle();
    return carrier.lane.state() == Lane.RUNNING;
  }

  private boolean workWaits() {
    if (!overflow.isEmpty()) {
      return true;
    }
    for (Lane<Runnable> lane : lanes) {
      if (lane.hasLoot()) {
        return true;
      }
    }
    return false;
  }

  /** Lets an idle carrier look for work, if there is one, and none that does already. */
  void wake() {
    VarHandle.fullFence();
    if (idle.get() <= 0 || searching.get() || !searching.compareAndSet(false, true)) {
      return;
    }
    for (Carrier carrier : carriers) {
      if (carrier.lane.activate()) {
        idle.decrementAndGet();
        carrier.searching = true;
        LockSupport.unpark(carrier);
        watcher.activity();
        return;
      }
    }
    searching.set(false);
  }

  // ---- for the watcher

  Carrier[] carriers() {
    return carriers;
  }

  int base() {
    return base;
  }

  boolean overflowWaits() {
    return !overflow.isEmpty();
  }

  boolean allIdle() {
    return idle.get() == carriers.length && overflow.isEmpty();
  }

  /** Before the watcher runs, and by it alone. */
  void add(int count) {
    Carrier[] old = carriers;
    Carrier[] all = Arrays.copyOf(old, old.length + count);
    for (int i = old.length; i < all.length; i++) {
      all[i] = new Carrier(this, overflow, ++lastNumber);
    }
    publish(all);
    for (int i = old.length; i < all.length; i++) {
      all[i].start();
    }
  }

  /** By the watcher alone. */
  void retire(Carrier carrier) {
    if (carrier.lane.retire()) {
      idle.decrementAndGet();
      publish(Arrays.stream(carriers).filter(c -> c != carrier).toArray(Carrier[]::new));
      LockSupport.unpark(carrier);
    }
  }

  private void publish(Carrier[] all) {
    lanes = lanesOf(all);
    carriers = all;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
  private static Lane<Runnable>[] lanesOf(Carrier[] carriers) {
    return Arrays.stream(carriers).map(carrier -> carrier.lane).toArray(Lane[]::new);
  }
}

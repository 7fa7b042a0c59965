package dev.ninefold.verify;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Where a round takes place: a node, chance, and the laws that were broken. Any thread. */
final class World {

  /** Far more than anything takes; who waits longer waits in vain. */
  private static final long PATIENCE_NANOS = 300_000_000_000L;
  private static final long PAUSE_NANOS = 200_000;

  /** A law that does not hold. */
  static final class LawBroken extends Exception {
    private static final long serialVersionUID = 1L;

    LawBroken(String message) {
      super(message);
    }
  }

  private final Node node;
  private final Random random;
  private final AtomicLong events;
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();

  /**
   * A new world.
   *
   * @param events counts what happened, over all rounds
   */
  World(Node node, long seed, AtomicLong events) {
    this.node = node;
    this.random = new Random(seed);
    this.events = events;
  }

  Node node() {
    return node;
  }

  /** Of the thread of the round. */
  Random random() {
    return random;
  }

  /** For a process of its own. */
  Random newRandom() {
    return new Random(random.nextLong());
  }

  void happened(long count) {
    events.addAndGet(count);
  }

  // ---- processes

  Pid spawn(Process.Body body) {
    return node.spawn(body);
  }

  Pid spawn(EventBody body) {
    return EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node), body);
  }

  static void kill(Pid pid) {
    Process.exit(pid, ExitReason.KILL);
  }

  /** Lets some time pass, another each time. */
  void dawdle() {
    for (int spins = random.nextInt(20_000); spins > 0; spins--) {
      Thread.onSpinWait();
    }
  }

  // ---- laws

  void broken(String law) {
    broken.add(law);
  }

  /** What has to hold now. */
  void check(String law, boolean holds, Supplier<String> numbers) {
    if (!holds) {
      broken(law + ": " + numbers.get());
    }
  }

  /** What has to come to hold, with nobody's help. */
  void await(String law, BooleanSupplier holds, Supplier<String> numbers) throws LawBroken {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (!broken.isEmpty() || System.nanoTime() - start > PATIENCE_NANOS) {
        broken(law + ": " + numbers.get());
        throw broken();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Ends a round: kills who is left, and looks at what the node still has. */
  void end() throws LawBroken {
    node.processes().forEach(World::kill);
    await("no process is left", () -> node.processCount() == 0, () -> node.processCount() + " are, " + node.processes());
    await("no code of a dead process is left", () -> node.zombies().isEmpty(), () -> node.zombies().toString());
    await("no name is left", () -> node.registered().isEmpty() && node.registeredGlobal().isEmpty(),
        () -> node.registered() + ", " + node.registeredGlobal());
    await("no timer is left", () -> node.timers().pending() == 0, () -> node.timers().pending() + " are");
    if (!broken.isEmpty()) {
      throw broken();
    }
  }

  private LawBroken broken() {
    return new LawBroken(String.join("\n", broken));
  }
}

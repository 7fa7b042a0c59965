package dev.ninefold.verify;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.TimerRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Processes start timers to each other and cancel them, and take names and give them up. A timer delivers once or was cancelled, never early, or its
 * receiver died; a name denotes who has it and nobody else.
 */
final class Timers implements StressProgram {

  private static final int STEPS = 100;
  private static final int NAMES = 4;
  private static final int LONGEST_MICROS = 5_000;

  private record Go(List<Pid> peers) {}

  private record Next() {}

  private record Fired(Entry entry) {}

  @Override
  public String name() {
    return "timers";
  }

  @Override
  public String laws() {
    return "every timer fires once or was cancelled, names and timers return to zero";
  }

  @Override
  public void round(World world) throws World.LawBroken {
    int count = 2 + world.random().nextInt(12);
    BitSet doomed = new BitSet();
    for (int i = 0; i < count; i++) {
      doomed.set(i, world.random().nextInt(4) == 0);
    }
    Queue<Entry> entries = new ConcurrentLinkedQueue<>();
    AtomicIntegerArray finished = new AtomicIntegerArray(count);
    List<Pid> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Peer peer = new Peer(world, world.newRandom(), entries, i, finished);
      peers.add(i % 2 == 0 ? world.spawn((Process.Body) peer::runPlain) : world.spawn(peer));
    }
    peers.forEach(pid -> Process.send(pid, new Go(List.copyOf(peers))));
    doomed.stream().forEach(victim -> {
      world.dawdle();
      World.kill(peers.get(victim));
    });
    for (int i = 0; i < count; i++) {
      int peer = i;
      if (!doomed.get(i)) {
        world.await("who lives goes on", () -> finished.get(peer) == 1, () -> "process " + peer + " did not finish");
      }
    }
    for (Entry entry : entries) {
      if (!doomed.get(entry.receiver) && !doomed.get(entry.owner)) {
        world.await("a timer delivers or was cancelled", () -> entry.ends() == 1, entry::toString);
      }
      world.check("not twice", entry.ends() <= 1, entry::toString);
    }
    world.happened(entries.size());
  }

  /** A timer. */
  private static final class Entry {
    private final int owner;
    private final int receiver;
    private final long earliest;
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    Entry(int owner, int receiver, long earliest) {
      this.owner = owner;
      this.receiver = receiver;
      this.earliest = earliest;
    }

    int ends() {
      return delivered.get() + cancelled.get();
    }

    @Override
    public String toString() {
      return "a timer from " + owner + " to " + receiver + " was delivered " + delivered + " times, cancelled " + cancelled;
    }
  }

  private static final class Peer implements EventBody {
    private final World world;
    private final Random random;
    private final Queue<Entry> entries;
    private final int self;
    private final AtomicIntegerArray finished;
    private final List<TimerRef> refs = new ArrayList<>();
    private final List<Entry> own = new ArrayList<>();
    private List<Pid> peers = List.of();
    private int left = STEPS;
    private Optional<String> name = Optional.empty();

    Peer(World world, Random random, Queue<Entry> entries, int self, AtomicIntegerArray finished) {
      this.world = world;
      this.random = random;
      this.entries = entries;
      this.self = self;
      this.finished = finished;
    }

    @Override
    public void start() {}

    void runPlain() {
      while (true) {
        handle(Process.receive());
      }
    }

    @Override
    public void handle(Object message) {
      switch (message) {
        case Go go -> {
          peers = go.peers;
          Process.send(Process.self(), new Next());
        }
        case Next _ -> next();
        case Fired(Entry entry) -> {
          entry.delivered.incrementAndGet();
          world.check("no timer is early", world.node().clock().nanoTime() >= entry.earliest, entry::toString);
          world.check("a timer comes to its receiver", entry.receiver == self, entry::toString);
        }
        default -> world.broken("foreign message " + message);
      }
    }

    private void next() {
      if (left-- == 0) {
        finished.set(self, 1);
        return;
      }
      switch (random.nextInt(4)) {
        case 0 -> cancel();
        case 1 -> name();
        default -> startTimer();
      }
      Process.send(Process.self(), new Next());
    }

    private void startTimer() {
      int receiver = random.nextInt(peers.size());
      Duration after = Duration.ofNanos(random.nextInt(LONGEST_MICROS) * 1000L);
      Entry entry = new Entry(self, receiver, world.node().clock().nanoTime() + after.toMillis() * 1_000_000);
      entries.add(entry);
      own.add(entry);
      refs.add(Process.sendAfter(after, peers.get(receiver), new Fired(entry)));
    }

    private void cancel() {
      if (!refs.isEmpty()) {
        int index = random.nextInt(refs.size());
        Entry entry = own.remove(index);
        if (Process.cancelTimer(refs.remove(index)).isPresent()) {
          entry.cancelled.incrementAndGet();
        }
      }
    }

    /** Takes a name that nobody has, or gives its own up. */
    private void name() {
      Pid me = Process.self();
      if (name.isPresent()) {
        String had = name.get();
        if (!Process.whereis(had).equals(Optional.of(me))) {
          Process.self(); // Who was killed ends here: the name is free, as it should be.
          world.broken("a name denotes who has it: " + had + " of " + me);
        }
        name = Optional.empty();
        Process.unregister(had);
        world.check("a name that was given up does not", !Process.whereis(had).equals(Optional.of(me)), () -> had + " of " + me);
        return;
      }
      String wanted = "name-" + random.nextInt(NAMES);
      try {
        Process.register(wanted, me);
        name = Optional.of(wanted);
      } catch (IllegalArgumentException taken) {
        world.happened(1);
      }
    }
  }
}

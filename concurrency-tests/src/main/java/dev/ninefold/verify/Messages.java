package dev.ninefold.verify;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Processes of both kinds send each other numbered messages, by pid and by name, and some are killed. Each message is handled once, in order per
 * pair, or its sender or receiver died.
 */
final class Messages implements StressProgram {

  private static final int STEPS = 200;

  private record Go(List<Pid> peers) {}

  private record Next() {}

  private record Numbered(int from, int number) {}

  @Override
  public String name() {
    return "messages";
  }

  @Override
  public String laws() {
    return "every message is handled once, in order per pair, or its receiver died";
  }

  @Override
  public void round(World world) throws World.LawBroken {
    int count = 4 + world.random().nextInt(20);
    Ledger ledger = new Ledger(world, count);
    List<Pid> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Peer peer = new Peer(i, ledger, world.newRandom());
      Pid pid = i % 2 == 0 ? world.spawn((Process.Body) peer::runPlain) : world.spawn(peer);
      peers.add(pid);
      if (i % 3 == 0) {
        Process.register(Peer.nameOf(i), pid);
      }
    }
    BitSet doomed = new BitSet();
    for (int i = 0; i < count; i++) {
      doomed.set(i, world.random().nextInt(4) == 0);
    }
    peers.forEach(pid -> Process.send(pid, new Go(List.copyOf(peers))));
    doomed.stream().forEach(victim -> {
      world.dawdle();
      World.kill(peers.get(victim));
    });
    ledger.await(doomed);
  }

  /** Who sent how many to whom, and how many of them were handled. */
  private static final class Ledger {
    private final World world;
    private final int count;
    private final AtomicIntegerArray sent;
    private final AtomicIntegerArray handled;
    private final AtomicIntegerArray finished;

    Ledger(World world, int count) {
      this.world = world;
      this.count = count;
      sent = new AtomicIntegerArray(count * count);
      handled = new AtomicIntegerArray(count * count);
      finished = new AtomicIntegerArray(count);
    }

    int nextNumber(int from, int to) {
      return sent.getAndIncrement(from * count + to);
    }

    void notSent(int from, int to) {
      sent.decrementAndGet(from * count + to);
    }

    void handle(int to, Numbered message) {
      int before = handled.getAndIncrement(message.from * count + to);
      world.check("once and in order", message.number == before,
          () -> "from " + message.from + " to " + to + " came number " + message.number + " as number " + before);
    }

    /** For those that live all is handled; for the others not more than was sent. */
    void await(BitSet doomed) throws World.LawBroken {
      for (int i = 0; i < count; i++) {
        int peer = i;
        if (!doomed.get(i)) {
          world.await("who lives goes on", () -> finished.get(peer) == 1, () -> "process " + peer + " did not finish");
        }
      }
      for (int from = 0; from < count; from++) {
        for (int to = 0; to < count; to++) {
          int pair = from * count + to;
          String who = "from " + from + " to " + to;
          if (!doomed.get(from) && !doomed.get(to)) {
            world.await("every message is handled", () -> handled.get(pair) == sent.get(pair),
                () -> who + " were sent " + sent.get(pair) + ", handled " + handled.get(pair));
          } else {
            world.check("no message is made up", handled.get(pair) <= sent.get(pair),
                () -> who + " were sent " + sent.get(pair) + ", handled " + handled.get(pair));
          }
          world.happened(handled.get(pair));
        }
      }
    }
  }

  private static final class Peer implements EventBody {
    private final int self;
    private final Ledger ledger;
    private final Random random;
    private List<Pid> peers = List.of();
    private int left = STEPS;

    Peer(int self, Ledger ledger, Random random) {
      this.self = self;
      this.ledger = ledger;
      this.random = random;
    }

    static String nameOf(int peer) {
      return "peer-" + peer;
    }

    @Override
    public void start() {}

    @Override
    public void handle(Object message) {
      switch (message) {
        case Go go -> {
          peers = go.peers;
          Process.send(Process.self(), new Next());
        }
        case Next _ -> {
          if (left-- > 0) {
            sendOne();
            Process.send(Process.self(), new Next());
          } else {
            ledger.finished.set(self, 1);
          }
        }
        case Numbered numbered -> ledger.handle(self, numbered);
        default -> ledger.world.broken("foreign message " + message);
      }
    }

    /** A plain one sends when it likes, and sometimes handles those of one sender before all others. */
    void runPlain() {
      handle(Process.receive(Go.class));
      while (true) {
        if (random.nextInt(4) == 0) {
          int favourite = random.nextInt(peers.size());
          Process.receive(Numbered.class, m -> m.from == favourite, Duration.ZERO).ifPresent(this::handle);
        } else {
          handle(Process.receive());
        }
      }
    }

    private void sendOne() {
      int to = random.nextInt(peers.size());
      Numbered message = new Numbered(self, ledger.nextNumber(self, to));
      if (to % 3 != 0 || random.nextBoolean()) {
        Process.send(peers.get(to), message);
        return;
      }
      try {
        Process.send(Name.local(nameOf(to)), message);
      } catch (IllegalArgumentException nobodyHasTheName) {
        ledger.notSent(self, to);
      }
    }
  }
}

package dev.ninefold.verify;

import dev.ninefold.process.CallException;
import dev.ninefold.process.EventBody;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers of all kinds, and servers that answer, put off, forget, call each other in circles, crash and are killed. Every call returns or raises
 * once, and returns what its own server replied; a reply that came too late is nowhere.
 */
final class Calls implements StressProgram {

  private static final int CALLS = 40;
  /** Of a call that is not in the ledger, because who calls may be killed. */
  private static final long NESTED = 0;

  private record Begin() {}

  private record Question(long id) {}

  @Override
  public String name() {
    return "calls";
  }

  @Override
  public String laws() {
    return "every call returns or raises once, with its own reply";
  }

  @Override
  public void round(World world) throws World.LawBroken, InterruptedException {
    Ledger ledger = new Ledger(world);
    List<Pid> servers = new ArrayList<>();
    int count = 2 + world.random().nextInt(6);
    for (int i = 0; i < count; i++) {
      Server server = new Server(ledger, world.newRandom());
      servers.add(i % 2 == 0 ? world.spawn(server) : world.spawn((Process.Body) server::runPlain));
    }
    List<Pid> known = List.copyOf(servers);
    known.forEach(pid -> Process.send(pid, new Servers(known)));
    int callers = 3 + world.random().nextInt(9);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      Caller caller = new Caller(ledger, known, world.newRandom());
      switch (i % 3) {
        case 0 -> threads.add(Thread.ofPlatform().daemon().start(caller::callAll));
        case 1 -> world.spawn((Process.Body) caller::runPlain);
        default -> Process.send(world.spawn(caller), new Begin());
      }
    }
    for (Pid server : known) {
      world.dawdle();
      if (world.random().nextInt(3) == 0) {
        World.kill(server);
      }
    }
    Stall stall = new Stall(ledger);
    world.await("every call ends", () -> {
      if (stall.isLong()) {
        known.forEach(server -> Process.send(server, new Amnesia()));
      }
      return ledger.finished.get() == callers;
    }, () -> ledger.finished + " of " + callers + " callers finished; " + ledger);
    for (Thread thread : threads) {
      thread.join();
    }
    ledger.settle();
  }

  private record Servers(List<Pid> servers) {}

  /** Whoever put a request off or forgot it ends now: its death tells the callers that still wait. */
  private record Amnesia() {}

  /** Nobody has begun a call for some looks. */
  private static final class Stall {
    private static final int LOOKS = 50;

    private final Ledger ledger;
    private long begun;
    private int looks;

    Stall(Ledger ledger) {
      this.ledger = ledger;
    }

    boolean isLong() {
      long now = ledger.begun.get();
      looks = now == begun ? looks + 1 : 0;
      begun = now;
      return looks > 0 && looks % LOOKS == 0;
    }
  }

  private static final class Ledger {
    private final World world;
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong raised = new AtomicLong();
    private final AtomicLong forgotten = new AtomicLong();
    private final AtomicInteger finished = new AtomicInteger();
    private final Set<Long> replied = ConcurrentHashMap.newKeySet();
    private final Set<Long> got = ConcurrentHashMap.newKeySet();
    private final Set<Long> notGot = ConcurrentHashMap.newKeySet();

    Ledger(World world) {
      this.world = world;
    }

    void call(Pid server, Duration timeout) {
      long id = lastId.incrementAndGet();
      begun.incrementAndGet();
      try {
        Object reply = dev.ninefold.process.Calls.call("verify:call", server, new Question(id), timeout);
        returned.incrementAndGet();
        world.check("a call gets its own reply", reply instanceof Long own && own == id, () -> "call " + id + " got " + reply);
        world.check("a call ends once", got.add(id), () -> "call " + id + " a second time");
      } catch (CallException e) {
        raised.incrementAndGet();
        notGot.add(id);
      }
    }

    void reply(ReplyPlace place) {
      if (place.request() instanceof Question(long id) && place.reply(id) && id != NESTED) {
        world.check("one reply is taken", replied.add(id), () -> "call " + id + " took a second one");
      }
    }

    void settle() throws World.LawBroken {
      world.check("every call returns or raises", begun.get() == returned.get() + raised.get(), this::toString);
      // A server notes that its reply was taken a moment after the caller has it.
      world.await("who has a reply was given one", () -> replied.containsAll(got), this::toString);
      world.check("a reply that was taken is returned", notGot.stream().noneMatch(replied::contains), this::toString);
      world.happened(begun.get());
    }

    @Override
    public String toString() {
      return begun + " begun, " + returned + " returned, " + raised + " raised, " + replied.size() + " replies taken, "
          + forgotten
          + " forgotten";
    }
  }

  /** One who answers, mostly. */
  private static final class Server implements EventBody {
    private final Ledger ledger;
    private final Random random;
    private final Deque<ReplyPlace> putOff = new ArrayDeque<>();
    private List<Pid> servers = List.of();

    Server(Ledger ledger, Random random) {
      this.ledger = ledger;
      this.random = random;
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
        case Servers all -> servers = all.servers;
        case Amnesia _ -> {
          throw Process.exit(ExitReason.of("amnesia"));
        }
        case ReplyPlace place -> answer(place);
        default -> ledger.world.broken("foreign message " + message);
      }
    }

    private void answer(ReplyPlace place) {
      switch (random.nextInt(24)) {
        case 0, 1, 2 -> {
          place.defer();
          putOff.add(place);
        }
        case 3 -> {
          place.defer();
          ledger.forgotten.incrementAndGet();
        }
        case 4, 5, 6 -> {
          if (!servers.isEmpty()) {
            nested(servers.get(random.nextInt(servers.size())));
          }
          ledger.reply(place);
        }
        case 7 -> {
          if (random.nextInt(8) == 0) {
            throw Process.exit(ExitReason.of("bang"));
          }
          ledger.reply(place);
        }
        case 8 -> {
          // Another process answers.
          place.defer();
          Process.spawn(() -> ledger.reply(place));
        }
        default -> ledger.reply(place);
      }
      while (putOff.size() > 2) {
        ledger.reply(putOff.remove());
      }
    }

    private void nested(Pid server) {
      try {
        dev.ninefold.process.Calls.call("verify:nested", server, new Question(NESTED), Duration.ofMillis(random.nextInt(20)));
      } catch (CallException e) {
        ledger.world.happened(1);
      }
    }
  }

  /** Nobody kills one of these, so all their calls are accounted for. */
  private static final class Caller implements EventBody {
    private final Ledger ledger;
    private final List<Pid> servers;
    private final Random random;

    Caller(Ledger ledger, List<Pid> servers, Random random) {
      this.ledger = ledger;
      this.servers = servers;
      this.random = random;
    }

    @Override
    public void start() {}

    @Override
    public void handle(Object message) {
      if (message instanceof Begin) {
        callAll();
      } else {
        ledger.world.broken("a late reply is in the mailbox: " + message);
      }
    }

    void runPlain() {
      callAll();
      Process.receive(Object.class, _ -> true, Duration.ZERO)
          .ifPresent(message -> ledger.world.broken("a late reply is in the mailbox: " + message));
    }

    void callAll() {
      for (int i = 0; i < CALLS; i++) {
        Duration timeout = random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(4)) : Timeout.INFINITY;
        ledger.call(servers.get(random.nextInt(servers.size())), timeout);
      }
      ledger.finished.incrementAndGet();
    }
  }
}

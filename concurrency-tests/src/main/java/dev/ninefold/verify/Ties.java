package dev.ninefold.verify;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.Info;
import dev.ninefold.process.NoSuchProcessException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watchers, event-driven and trapping exits, tie themselves to mortals and give ties up again, while mortals link each other and die. Every
 * monitor that is not given up fires once; every partner of a link learns of the other's end once, and dies of it if it does not trap exits.
 */
final class Ties implements StressProgram {

  private static final int STEPS = 150;

  private record Go(List<Pid> mortals) {}

  private record Next() {}

  private record LinkTo(Pid other) {}

  private record Settle() {}

  @Override
  public String name() {
    return "ties";
  }

  @Override
  public String laws() {
    return "every monitor fires once, every link partner learns once";
  }

  @Override
  public void round(World world) throws World.LawBroken {
    Set<Pid> linked = ConcurrentHashMap.newKeySet();
    List<Pid> mortals = new ArrayList<>();
    for (int i = 6 + world.random().nextInt(20); i > 0; i--) {
      Mortal mortal = new Mortal(linked);
      mortals.add(i % 2 == 0 ? world.spawn((Process.Body) mortal::runPlain) : world.spawn(mortal));
    }
    int watchers = 1 + world.random().nextInt(4);
    AtomicInteger trapping = new AtomicInteger();
    AtomicInteger stepped = new AtomicInteger();
    AtomicInteger settled = new AtomicInteger();
    List<Watcher> all = new ArrayList<>();
    List<Pid> pids = new ArrayList<>();
    for (int i = 0; i < watchers; i++) {
      Watcher watcher = new Watcher(world, world.newRandom(), trapping, stepped, settled);
      all.add(watcher);
      pids.add(world.spawn(watcher));
    }
    world.await("all start", () -> trapping.get() == watchers, trapping::toString);
    pids.forEach(pid -> Process.send(pid, new Go(List.copyOf(mortals))));
    for (Pid pid : mortals) {
      world.dawdle();
      Process.send(pid, new LinkTo(mortals.get(world.random().nextInt(mortals.size()))));
    }
    // One mortal dies: those linked to it, and to them, die of that. The others are killed one by one.
    for (Pid pid : mortals) {
      world.dawdle();
      Process.exit(pid, world.random().nextBoolean() ? ExitReason.KILL : ExitReason.of("bang"));
    }
    world.await("all mortals die", () -> mortals.stream().noneMatch(Process::isAlive),
        () -> mortals.stream().filter(Process::isAlive).toList().toString());
    world.await("all watchers go on", () -> stepped.get() == watchers, stepped::toString);
    pids.forEach(pid -> Process.send(pid, new Settle()));
    world.await("every tie is told of", () -> settled.get() == watchers, all::toString);
    // Who is left has lost no partner.
    for (Pid pid : linked) {
      world.await("who is linked to a dead one dies", () -> !Process.isAlive(pid), pid::toString);
    }
  }

  /** Links whom it is told to, does not trap exits, and ends only by a signal. Its child is linked to it. */
  private record Mortal(Set<Pid> children) implements EventBody {

    @Override
    public void start() {
      child();
    }

    private void child() {
      children.add(Process.spawnLink(() -> Process.receive(Object.class, _ -> false)));
    }

    @Override
    public void handle(Object message) {
      if (message instanceof LinkTo(Pid other)) {
        try {
          Process.link(other);
        } catch (NoSuchProcessException dead) {
          Process.self();
        }
      }
    }

    void runPlain() {
      child();
      while (true) {
        handle(Process.receive());
      }
    }
  }

  /** Keeps account of its ties. */
  private static final class Watcher implements EventBody {
    private final World world;
    private final Random random;
    private final AtomicInteger trapping;
    private final AtomicInteger stepped;
    private final AtomicInteger settled;
    private final Map<Ref, Pid> monitors = new LinkedHashMap<>();
    private final Set<Pid> links = new LinkedHashSet<>();
    private List<Pid> mortals = List.of();
    private int left = STEPS;
    private boolean settling;

    Watcher(World world, Random random, AtomicInteger trapping, AtomicInteger stepped, AtomicInteger settled) {
      this.world = world;
      this.random = random;
      this.trapping = trapping;
      this.stepped = stepped;
      this.settled = settled;
    }

    @Override
    public void start() {
      Process.trapExit(true);
      trapping.incrementAndGet();
    }

    @Override
    public void handle(Object message) {
      switch (message) {
        case Go go -> {
          mortals = go.mortals;
          Process.send(Process.self(), new Next());
        }
        case Next _ -> next();
        case Info.Down down -> {
          world.check("a monitor fires once", monitors.remove(down.ref()) != null, () -> "a second or foreign " + down);
          world.happened(1);
        }
        case Info.Exit exit -> {
          world.check("a partner learns once", links.remove(exit.from()), () -> "a second or foreign " + exit);
          world.happened(1);
        }
        case Settle _ -> settling = true;
        default -> world.broken("foreign message " + message);
      }
      if (settling && monitors.isEmpty() && links.isEmpty()) {
        settling = false;
        settled.incrementAndGet();
      }
    }

    private void next() {
      if (left-- == 0) {
        stepped.incrementAndGet();
        return;
      }
      step(mortals.get(random.nextInt(mortals.size())));
      Process.send(Process.self(), new Next());
    }

    private void step(Pid mortal) {
      switch (random.nextInt(8)) {
        case 0, 1 -> monitors.put(Process.monitor(mortal), mortal);
        case 2 -> demonitor();
        case 3, 4 -> {
          // A second link to one who is linked is none; but if he is dead it gives a second exit.
          if (links.add(mortal)) {
            Process.link(mortal);
          }
        }
        case 5 -> unlink(mortal);
        case 6 -> links.add(Process.spawnLink(() -> {}));
        default -> {
          Process.Monitored monitored = Process.spawnMonitor(() -> {});
          monitors.put(monitored.ref(), monitored.pid());
        }
      }
    }

    private void demonitor() {
      if (monitors.isEmpty()) {
        return;
      }
      Ref ref = List.copyOf(monitors.keySet()).get(random.nextInt(monitors.size()));
      monitors.remove(ref);
      if (random.nextBoolean()) {
        Process.demonitor(ref, DemonitorOption.FLUSH);
        return;
      }
      boolean active = Process.demonitor(ref);
      boolean down = Process.receive(Info.Down.class, d -> d.ref() == ref, Duration.ZERO).isPresent();
      world.check("a monitor fires, or is given up", active != down, () -> "active " + active + ", fired " + down);
      world.happened(1);
    }

    private void unlink(Pid mortal) {
      if (links.remove(mortal)) {
        Process.unlink(mortal);
        Process.receive(Info.Exit.class, e -> e.from() == mortal, Duration.ZERO);
      }
    }

    @Override
    public String toString() {
      return "not told of the monitors " + monitors + " and the links " + links;
    }
  }
}

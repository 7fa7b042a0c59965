package dev.ninefold.process;

import dev.ninefold.testsupport.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of {@link SignalStressTest} that nothing ends, and that remembers what it has to hear of. */
final class StormWitness {

  /** What all of them have seen. */
  static final class Ledger {
    final AtomicInteger fired = new AtomicInteger();
    final AtomicInteger demonitored = new AtomicInteger();
    final AtomicInteger broken = new AtomicInteger();
    final AtomicInteger unlinked = new AtomicInteger();
  }

  private static final int STEPS = 300;

  private final Random random;
  private final Ledger ledger;
  private final CompletableFuture<List<String>> result;
  private final Map<Ref, Pid> monitors = new LinkedHashMap<>();
  private final Set<Pid> links = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  StormWitness(Random random, Ledger ledger, CompletableFuture<List<String>> result) {
    this.random = random;
    this.ledger = ledger;
    this.result = result;
  }

  void run(CountDownLatch trapping) {
    Process.trapExit(true);
    trapping.countDown();
    List<Pid> mortals = Process.receive(StormMortal.Go.class).mortals();
    for (int i = 0; i < STEPS; i++) {
      step(mortals.get(random.nextInt(mortals.size())));
    }
    settle();
    result.complete(problems);
  }

  private void step(Pid mortal) {
    switch (random.nextInt(8)) {
      case 0, 1 -> monitors.put(Process.monitor(mortal), mortal);
      case 2 -> demonitor();
      case 3, 4 -> link(mortal);
      case 5 -> unlink(mortal);
      case 6 -> spawn();
      default -> look();
    }
  }

  private void spawn() {
    if (random.nextBoolean()) {
      links.add(Process.spawnLink(() -> {}));
    } else {
      Process.Monitored monitored = Process.spawnMonitor(() -> {});
      monitors.put(monitored.ref(), monitored.pid());
    }
  }

  private void demonitor() {
    if (monitors.isEmpty()) {
      return;
    }
    Ref ref = List.copyOf(monitors.keySet()).get(random.nextInt(monitors.size()));
    boolean active = Process.demonitor(ref);
    boolean down = Process.receive(Info.Down.class, d -> d.ref() == ref, Duration.ZERO).isPresent();
    monitors.remove(ref);
    (active ? ledger.demonitored : ledger.fired).incrementAndGet();
    if (active == down) {
      problems.add("demonitor said active = " + active + ", and there was " + (down ? "a" : "no") + " down");
    }
  }

  // A second link to one who is linked is none; but if he is dead it gives a second EXIT. So there is one at a time.
  private void link(Pid mortal) {
    if (links.add(mortal)) {
      Process.link(mortal);
    }
  }

  private void unlink(Pid mortal) {
    if (links.remove(mortal)) {
      Process.unlink(mortal);
      boolean exit = Process.receive(Info.Exit.class, e -> isLinkExit(e, mortal), Duration.ZERO).isPresent();
      (exit ? ledger.broken : ledger.unlinked).incrementAndGet();
    }
  }

  private static boolean isLinkExit(Info.Exit exit, Pid from) {
    return exit.from() == from && !exit.reason().equals(StormMortal.POKE);
  }

  /** Handles what is there. */
  private void look() {
    while (true) {
      var message = Process.receive(Info.class, _ -> true, Duration.ZERO);
      if (message.isEmpty()) {
        return;
      }
      told(message.get());
    }
  }

  private void told(Info message) {
    switch (message) {
      case Info.Down down -> {
        if (monitors.remove(down.ref()) == null) {
          problems.add("a down of no monitor, or a second one: " + down);
        }
        ledger.fired.incrementAndGet();
      }
      case Info.Exit exit -> {
        if (!exit.reason().equals(StormMortal.POKE)) {
          if (!links.remove(exit.from())) {
            problems.add("an exit of no link, or a second one: " + exit);
          }
          ledger.broken.incrementAndGet();
        }
      }
      default -> problems.add("unexpected: " + message);
    }
  }

  /** All that are tied to this one die now: each is heard of, and nothing else comes. */
  private void settle() {
    while (!monitors.isEmpty() || !links.isEmpty()) {
      var message = Process.receive(Info.class, _ -> true, Eventually.PATIENCE);
      if (message.isEmpty()) {
        problems.add("never told of " + monitors + " and of the end of " + links);
        return;
      }
      told(message.get());
    }
    Eventually.await("only the witness' own ties are left", () -> Process.info(Process.self())
        .map(i -> i.links().isEmpty() && i.monitors().isEmpty() && i.monitoredBy().isEmpty())
        .orElse(false));
    Process.processes().forEach(Process::isAlive);
    look();
  }
}

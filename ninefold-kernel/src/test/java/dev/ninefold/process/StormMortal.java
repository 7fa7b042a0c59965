package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A process of {@link SignalStressTest} that does whatever processes can, until it is killed or dies of something else. */
final class StormMortal {

  /** Where it starts. */
  record Go(List<Pid> mortals) {}

  /** What mortals say to witnesses by an exit signal, and never to each other. */
  static final ExitReason POKE = ExitReason.of("poke");

  private static final int STEPS = 300;

  private final Random random;
  private final int number;
  private final List<Pid> witnesses;
  private final List<Ref> monitors = new ArrayList<>();
  private List<Pid> others = List.of();

  StormMortal(Random random, int number, List<Pid> witnesses) {
    this.random = random;
    this.number = number;
    this.witnesses = witnesses;
  }

  void runPlain() {
    others = Process.receive(Go.class).mortals();
    for (int i = 0; i < STEPS; i++) {
      step();
      if (random.nextInt(4) == 0) {
        Messages.now(Object.class);
      }
    }
    Messages.idle();
  }

  EventBody eventDriven() {
    int[] left = {STEPS};
    return Blocks.handling(message -> {
      if (message instanceof Go go) {
        others = go.mortals();
      }
      if (!others.isEmpty() && left[0]-- > 0) {
        step();
        Process.send(Process.self(), "next");
      }
    });
  }

  private Pid other() {
    return others.get(random.nextInt(others.size()));
  }

  private void step() {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> link();
      case 3, 4 -> Process.unlink(other());
      case 5, 6 -> monitors.add(Process.monitor(other()));
      case 7, 8 -> demonitor();
      case 9 -> Process.trapExit(random.nextBoolean());
      case 10, 11 -> Process.send(other(), "hello");
      case 12 -> Process.send(witness(), "hello");
      case 13 -> Process.exit(witness(), POKE);
      case 14 -> name();
      case 15 -> Process.sendAfter(Duration.ofHours(1), random.nextBoolean() ? Process.self() : other(), "never");
      case 16 -> Process.spawnLink(Messages::idle);
      case 17 -> normal(other());
      case 18 -> dangerous();
      default -> Process.isAlive(other());
    }
  }

  private Pid witness() {
    return witnesses.get(random.nextInt(witnesses.size()));
  }

  private void link() {
    try {
      Process.link(other());
    } catch (NoSuchProcessException e) {
      // It has died before: then there is no link.
      Process.self();
    }
  }

  private void demonitor() {
    if (!monitors.isEmpty()) {
      Ref ref = monitors.remove(random.nextInt(monitors.size()));
      if (random.nextBoolean()) {
        Process.demonitor(ref);
      } else {
        Process.demonitor(ref, Process.DemonitorOption.FLUSH);
      }
    }
  }

  private void name() {
    if (Process.whereis("mortal-" + number).isEmpty()) {
      Process.register("mortal-" + number, Process.self());
    } else {
      Process.unregister("mortal-" + number);
    }
  }

  // Who ends with reason normal leaves his children behind; so nobody does it to himself.
  private static void normal(Pid pid) {
    if (pid != Process.self()) {
      Process.exit(pid, ExitReason.NORMAL);
    }
  }

  private void dangerous() {
    switch (random.nextInt(10)) {
      case 0 -> Process.exit(other(), ExitReason.KILL);
      case 1 -> Process.exit(other(), ExitReason.of("bang"));
      case 2 -> throw Process.exit(ExitReason.of("bye"));
      default -> normal(other());
    }
  }
}

package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.StormWitness.Ledger;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Storms of signals, and what is conserved in them: SignalQueue I1 to I5, Cascade, Death. Mortals do to each other whatever processes
 * can; witnesses, who trap exits before anybody knows them, tie themselves to mortals and keep a ledger. In the end all mortals are
 * dead, and every ledger has to add up.
 */
@WithNode
class SignalStressTest {

  private static final int ROUNDS = 30;
  private static final int MORTALS = 24;
  private static final int WITNESSES = 4;

  @Test
  void everyTieIsToldOnce(TestNode node) throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    Ledger all = new Ledger();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        storm(node, seed + round, all);
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("the storms began with seed " + seed, e);
    }
    // The storms were storms: there was something to add up, of every kind.
    assertThat(all.fired.get()).isPositive();
    assertThat(all.demonitored.get()).isPositive();
    assertThat(all.broken.get()).isPositive();
    assertThat(all.unlinked.get()).isPositive();
  }

  private static void storm(TestNode node, long seed, Ledger all) throws Exception {
    Random random = new Random(seed);
    List<Pid> mortals = new ArrayList<>();
    List<Pid> witnesses = new ArrayList<>();
    List<CompletableFuture<List<String>>> ledgers = new ArrayList<>();
    CountDownLatch trapping = new CountDownLatch(WITNESSES);
    for (int i = 0; i < WITNESSES; i++) {
      CompletableFuture<List<String>> result = new CompletableFuture<>();
      StormWitness witness = new StormWitness(new Random(random.nextLong()), all, result);
      witnesses.add(node.spawn(() -> witness.run(trapping)));
      ledgers.add(result);
    }
    trapping.await();
    for (int i = 0; i < MORTALS; i++) {
      StormMortal mortal = new StormMortal(new Random(random.nextLong()), i, witnesses);
      mortals.add(i % 2 == 0 ? node.spawn(mortal::runPlain)
          : EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), mortal.eventDriven()));
    }
    List<Pid> everyone = List.copyOf(mortals);
    witnesses.forEach(pid -> Process.send(pid, new StormMortal.Go(everyone)));
    everyone.forEach(pid -> Process.send(pid, new StormMortal.Go(everyone)));
    for (Pid pid : everyone) {
      for (int spins = random.nextInt(20_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      Process.exit(pid, ExitReason.KILL);
    }
    for (CompletableFuture<List<String>> ledger : ledgers) {
      assertThat(node.await(ledger)).isEmpty();
    }
    node.await("no process is left", () -> node.node().processCount() == 0);
    node.await("no code of a dead process is left", () -> node.node().zombies().isEmpty());
    assertThat(node.node().registered()).isEmpty();
    assertThat(node.node().timers().pending()).isZero();
  }

  // Cascade: a ring, with a link across, of which one dies. Each dies once, and nobody's stack grows.
  @Test
  void aDeathGoesRoundALargeRing(TestNode node) throws Exception {
    int count = 20_000;
    node.run(() -> {
      Process.trapExit(true);
      AtomicInteger linked = new AtomicInteger();
      List<Pid> ring = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ring.add(EventProcess.spawn(SpawnOptions.DEFAULT, Blocks.handling(next -> {
          Process.link((Pid) next);
          linked.incrementAndGet();
        })));
      }
      for (int i = 0; i < count; i++) {
        Process.send(ring.get(i), ring.get((i + 1) % count));
        if (i % 1000 == 0) {
          Process.send(ring.get(i), ring.get((i + count / 2) % count));
        }
      }
      node.await("all are linked", () -> linked.get() == count + count / 1000);
      Ref ref = Process.monitor(ring.get(count / 3));
      Process.link(ring.get(count / 4));
      Process.exit(ring.getFirst(), Messages.BANG);
      assertThat(Messages.downReason(ref)).isEqualTo(Messages.BANG);
      assertThat(Messages.exitOf(ring.get(count / 4))).isEqualTo(Messages.BANG);
      node.await("all are dead", () -> node.node().processCount() == 1);
      Messages.assertNoMessage();
    });
  }

  // I3: signals of one sender to one receiver keep their order among its messages, whoever acts on them.
  @Test
  void signalsKeepTheirPlace(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      int count = 2000;
      Pid self = Process.self();
      for (int sender = 0; sender < 4; sender++) {
        Process.spawn(() -> {
          for (int i = 0; i < count; i++) {
            if (i % 3 == 0) {
              Process.exit(self, ExitReason.of(i));
            } else {
              Process.send(self, new Numbered(Process.self(), i));
            }
          }
        });
      }
      var next = new HashMap<Pid, Integer>();
      for (int n = 0; n < 4 * count; n++) {
        Numbered numbered = switch (Process.receive()) {
          case Numbered message -> message;
          case Info.Exit exit when exit.reason() instanceof ExitReason.Other(Integer i) -> new Numbered(exit.from(), i);
          case Object other -> throw new AssertionError(other);
        };
        assertThat(numbered.number).isEqualTo(next.merge(numbered.from, 1, Integer::sum) - 1);
      }
      assertThat(next).hasSize(4);
      Messages.assertNoMessage();
    });
  }

  private record Numbered(Pid from, int number) {}
}

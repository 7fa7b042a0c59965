package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static Simulation.Schedule inOrder() {
    return (_, _) -> 0;
  }

  private static Simulation.Schedule random(long seed, List<String> trace) {
    var random = new SplittableRandom(seed);
    return (candidates, faults) -> {
      int chosen = random.nextInt(candidates.size());
      trace.add(faults.now() + " " + candidates + " " + candidates.get(chosen));
      return chosen;
    };
  }

  private static <T> Optional<T> run(Simulation.Schedule schedule, Callable<T> code) throws Exception {
    return Simulation.run(schedule, 1, List.of(), code);
  }

  /** Two processes send ten numbers each; returns the order in which they come. */
  private static List<String> race() {
    Pid self = Process.self();
    for (String name : List.of("a", "b")) {
      Process.spawn(() -> {
        for (int i = 0; i < 10; i++) {
          Process.send(self, name + i);
          Process.yield();
        }
      });
    }
    var order = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      order.add(Process.receive(String.class));
    }
    return order;
  }

  @Test
  void theSameChoicesMakeTheSameRunAndOthersAnother() throws Exception {
    var orders = new HashSet<List<String>>();
    for (long seed = 0; seed < 50; seed++) {
      var first = new ArrayList<String>();
      var second = new ArrayList<String>();
      var order = run(random(seed, first), SimulationTest::race);
      assertThat(run(random(seed, second), SimulationTest::race)).isEqualTo(order);
      assertThat(first).isEqualTo(second).hasSizeGreaterThan(20);
      orders.add(order.orElseThrow());
    }
    assertThat(orders).hasSizeGreaterThan(10);
  }

  @Test
  void timeGoesOnWhenNothingElseDoes() throws Exception {
    var slept = run(inOrder(), () -> {
      Process.sleep(Duration.ofDays(365));
      return Process.self().node().clock().nanoTime();
    });
    assertThat(slept).contains(Duration.ofDays(365).toNanos());
  }

  @Test
  void whoWaitsForEverMakesNoResult() throws Exception {
    assertThat(run(inOrder(), () -> Process.receive(String.class))).isEmpty();
  }

  @Test
  void whatTheCodeThrowsIsThrown() {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> run(inOrder(), () -> {
      throw new IllegalArgumentException("no");
    })).withMessage("no");
  }

  @Test
  void callsLinksMonitorsAndTimersWork() throws Exception {
    var downs = run(inOrder(), () -> {
      Process.trapExit(true);
      Pid linked = Process.spawnLink(() -> Process.receive(Object.class));
      Ref monitor = Process.monitor(linked);
      Process.sendAfter(Duration.ofSeconds(5), linked, "go");
      var down = Process.receive(Info.Down.class);
      var exit = Process.receive(Info.Exit.class);
      return List.of(down.ref() == monitor, exit.from() == linked, Process.self().node().clock().nanoTime());
    });
    assertThat(downs).contains(List.of(true, true, Duration.ofSeconds(5).toNanos()));
  }

  @Test
  void aScheduleMayKill() throws Exception {
    var reasons = run((candidates, faults) -> {
      faults.processes().stream().skip(1).forEach(faults::kill);
      return 0;
    }, () -> {
      Pid victim = Process.spawn(() -> Process.receive(Object.class));
      Ref monitor = Process.monitor(victim);
      return Process.receive(Info.Down.class, down -> down.ref() == monitor).reason();
    });
    assertThat(reasons.orElseThrow()).isIn(ExitReason.KILLED, ExitReason.NOPROC);
  }

  @Test
  void aScheduleMayLetTimeGoOnWhileOthersCould() throws Exception {
    var result = run((candidates, _) -> candidates.size(), () -> {
      Pid self = Process.self();
      Process.spawn(() -> Process.send(self, "late"));
      return Process.receive(String.class, _ -> true, Duration.ofSeconds(1));
    });
    assertThat(result.orElseThrow()).isEmpty();
  }

  @Test
  void whatWaitsForTheWorldOutsideFailsTheRun() {
    var never = new CountDownLatch(1);
    assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> run(inOrder(), () -> {
      never.await();
      return true;
    })).withMessageContaining("expected code that waits only through Ninefold").withMessageContaining("<0.");
    never.countDown();
  }

  @Test
  void aReceiveCrashesAfterSoManyMessages() throws Exception {
    var told = new ArrayList<String>();
    boolean[] isTold = new boolean[1];
    var reason = run((_, faults) -> {
      if (!isTold[0] && faults.processes().size() == 2) {
        isTold[0] = true;
        faults.crashAfter(faults.processes().getLast(), 2);
      }
      return 0;
    }, () -> {
      var receiver = Process.spawnMonitor(() -> {
        while (true) {
          told.add(Process.receive(String.class));
        }
      });
      for (int i = 0; i < 5; i++) {
        Process.send(receiver.pid(), "message " + i);
      }
      return Process.receive(Info.Down.class).reason();
    });
    assertThat(told).containsExactly("message 0", "message 1");
    assertThat(reason.orElseThrow().toString()).contains(SimulatedCrashException.class.getName());
  }

  @Test
  void aNumberOfCallbacksBeforeACrashIsNotNegative() {
    assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> run((candidates, faults) -> {
      faults.crashAfter(candidates.getFirst(), -1);
      return 0;
    }, () -> 1))
        .havingRootCause()
        .withMessage("callbacks: expected how many more there are before the crash, zero or more, got -1");
  }
}

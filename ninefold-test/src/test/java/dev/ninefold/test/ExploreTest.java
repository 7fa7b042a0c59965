package dev.ninefold.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ninefold.process.Process;
import dev.ninefold.process.SimulationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

class ExploreTest {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  static Stream<Arguments> bugs() {
    return Stream.of(
        Arguments.of("a lost update", Explore.seeds(1_000).withDelays(LONGEST), (Explore.Scenario) PlantedBugs::lostUpdate,
            "balance of 30"),
        Arguments.of("a deadlock", Explore.seeds(1_000).withDelays(LONGEST), (Explore.Scenario) PlantedBugs::deadlock,
            "no lock within"),
        Arguments.of("a restart storm", Explore.seeds(1_000).withDelays(LONGEST), (Explore.Scenario) PlantedBugs::restartStorm,
            "has given up"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void aPlantedBugIsFoundAndItsTraceIsMinimal(String name, Explore explore, Explore.Scenario scenario, String message) {
    var failure = explore.find(scenario).orElseThrow();
    var run = new Run(() -> {}, scenario);

    assertThat(failure.cause()).hasMessageContaining(message);
    assertThat(failure.trace()).isNotEmpty();
    assertThat(run.fails(failure.seed(), failure.trace(), failure.cause())).isTrue();
    for (var deviation : failure.trace()) {
      var without = failure.trace().stream().filter(it -> it != deviation).toList();
      assertThat(run.fails(failure.seed(), without, failure.cause())).as("without " + deviation).isFalse();
    }
    // The same seed finds the same, and the usual order does not.
    assertThat(explore.withSeed(failure.seed()).find(scenario).orElseThrow().toString()).isEqualTo(failure.toString());
    assertThat(run.fails(failure.seed(), List.of(), failure.cause())).isFalse();
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> explore.withSeed(failure.seed()).check(scenario))
        .withMessageContaining("seed " + failure.seed() + ": ")
        .withMessageContaining("It takes all of this, and nothing else:\n  turn ")
        .havingCause()
        .withMessageContaining(message);
  }

  @Test
  void whatHasNoBugPasses() {
    Explore.seeds(200).withDelays(LONGEST).check(() -> {
      var self = Process.self();
      for (int i = 0; i < 5; i++) {
        Process.spawn(() -> Process.send(self, 1));
      }
      int sum = 0;
      for (int i = 0; i < 5; i++) {
        sum += Process.receive(Integer.class);
      }
      assertThat(sum).isEqualTo(5);
    });
  }

  @Test
  void whoWaitsForEverHasFailed() {
    var failure = Explore.seeds(1).find(() -> Process.receive(String.class)).orElseThrow();
    assertThat(failure.cause()).hasMessageContaining("did not come to its end");
    assertThat(failure.toString()).contains("it fails in the usual order");
  }

  @Test
  void processesAreKilledByName() {
    var failure = Explore.seeds(1_000).withKills(1, "victim").find(() -> {
      var victim = Process.spawn(() -> Process.receive(Object.class));
      Process.register("victim", victim);
      for (int i = 0; i < 10; i++) {
        Process.sleep(Duration.ofSeconds(1));
      }
      assertThat(Process.isAlive(victim)).isTrue();
    }).orElseThrow();
    assertThat(failure.trace()).hasSize(1).first().isInstanceOf(Deviation.Killed.class).asString().contains("victim is killed");
  }

  @Test
  void whatCannotBeSimulatedIsNoFailureFound() {
    var never = new CountDownLatch(1);
    assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> Explore.seeds(1).withSeed(7).find(never::await))
        .withMessageStartingWith("seed 7: expected code that waits only through Ninefold")
        .havingCause()
        .satisfies(cause -> assertThat(cause.getStackTrace()).anySatisfy(
            frame -> assertThat(frame.getMethodName()).isEqualTo("await")));
    never.countDown();
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Explore.seeds(0)).withMessage("seeds: expected one or more, got 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Explore.seeds(1).withKills(-1))
        .withMessage("most: expected zero or more, got -1");
  }

  @Test
  void nobodyStallsOrDiesWhileItIsPrepared() {
    var explore = Explore.seeds(300).withDelays(LONGEST).withKills(5, "victim");
    Explore.Scenario prepare = () -> {
      Process.register("victim", Process.spawn(() -> Process.receive(Object.class)));
      for (int i = 0; i < 10; i++) {
        Process.sleep(Duration.ofSeconds(1));
      }
      assertThat(Process.whereis("victim")).isPresent();
      assertThat(Process.self().node().clock().nanoTime()).isEqualTo(Duration.ofSeconds(10).toNanos());
    };
    explore.check(prepare, () -> Process.sleep(Duration.ofSeconds(1)));
    assertThat(explore.find(() -> {}, prepare)).isPresent();
  }

  /** What runs before uses up none of them. */
  @Test
  void faultsAreForTheScenario() {
    for (var explore : List.of(Explore.seeds(300).withKills(1, "victim"), Explore.seeds(300).withCrashes(1, "victim"))) {
      var failures = new AtomicInteger();
      for (int seed = 0; seed < 300; seed++) {
        explore.withSeed(seed).find(() -> {
          Process.register("victim", Process.spawn(ExploreTest::receiveForEver));
          for (int i = 0; i < 500; i++) {
            Process.sleep(Duration.ofSeconds(1));
          }
        }, () -> {
          for (int i = 0; i < 10; i++) {
            Process.send(Process.whereis("victim").orElseThrow(), i);
            Process.sleep(Duration.ofSeconds(1));
          }
        }).ifPresent(_ -> failures.incrementAndGet());
      }
      // With faults that are drawn and thrown away meanwhile, there would be next to none.
      assertThat(failures.get()).isGreaterThan(30);
    }
  }

  private static void receiveForEver() {
    while (true) {
      Process.receive();
    }
  }

  @Test
  void aVictimThatIsNeverThereIsAMistake() {
    var explore = Explore.seeds(3).withKills(1, "counter", "conter").withCrashes(1, "Counter");
    assertThatIllegalStateException().isThrownBy(() -> explore.find(() -> {
      Process.register("counter", Process.spawn(ExploreTest::receiveForEver));
      Process.sleep(Duration.ofSeconds(1));
      Process.sleep(Duration.ofSeconds(1));
    }))
        .withMessage("names: expected processes that are registered while the scenario runs, but there was none in 3 runs as"
            + " [Counter, conter]");
  }

  @Test
  void anErrorIsAFailure() {
    var error = new ExceptionInInitializerError("of a test");
    assertThat(Explore.seeds(1).find(() -> {
      throw error;
    }).orElseThrow().cause()).isSameAs(error);
  }

  @Test
  void anAssumptionThatDoesNotHoldIsNoFailure() {
    assertThatExceptionOfType(TestAbortedException.class)
        .isThrownBy(() -> Explore.seeds(1).find(() -> Assumptions.abort("for a test")));
  }

  @Test
  void theLastSeedIsOne() {
    assertThat(Explore.seeds(1).withSeed(Long.MAX_VALUE).find(() -> {
      throw new IllegalStateException("always");
    })).isPresent();
  }
}

package dev.ninefold.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ninefold.process.Process;
import dev.ninefold.process.SimulationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> Explore.seeds(1).find(never::await));
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
    explore.check(prepare, () -> {});
    assertThat(explore.find(() -> {}, prepare)).isPresent();
  }
}

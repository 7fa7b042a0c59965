package dev.ninefold.test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The snippets of docs/testing.md. */
class TestingGuideTest {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  @Test
  void aLostUpdateIsFound() {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> {
      // tag::explore[]
      Explore.seeds(1_000).withDelays(LONGEST).check(PlantedBugs::lostUpdate);
      // end::explore[]
    }).withMessage("""
        seed 0: java.lang.AssertionError: expected a balance of 30, got 20
        It takes all of this, and nothing else:
          turn 2: <0.2.0> stalls for 3457 ms
        """);
  }
}

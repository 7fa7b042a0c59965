package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private static final Backoff BACKOFF = Backoff.of(Duration.ofNanos(100), Duration.ofNanos(300)).withJitter(0.5);

  @Test
  void eachFailureInARowWaitsLonger() {
    Failures failures = Failures.NONE.started(1000);
    failures = failures.ended(BACKOFF, 1001);
    assertThat(failures.delay(BACKOFF, () -> 0)).isEqualTo(Duration.ofNanos(100));
    failures = failures.notStarted();
    assertThat(failures.delay(BACKOFF, () -> 0)).isEqualTo(Duration.ofNanos(200));
    failures = failures.started(1300).ended(BACKOFF, 1400);
    assertThat(failures.delay(BACKOFF, () -> 0)).isEqualTo(Duration.ofNanos(300));
    assertThat(failures.delay(BACKOFF, () -> 0.5)).isEqualTo(Duration.ofNanos(225));
  }

  @Test
  void whoHasRunAsLongAsTheLongestWaitHasRecovered() {
    Failures failures = new Failures(5, 0).started(1000);
    assertThat(failures.ended(BACKOFF, 1299).inRow()).isEqualTo(6);
    assertThat(failures.ended(BACKOFF, 1300).inRow()).isEqualTo(1);
  }

  @Test
  void whoDoesNotStartHasNotRecoveredHoweverLongItWaited() {
    assertThat(new Failures(5, 1000).notStarted().inRow()).isEqualTo(6);
  }
}

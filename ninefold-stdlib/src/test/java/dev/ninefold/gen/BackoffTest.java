package dev.ninefold.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.time.Timeout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long to wait before something is started again. */
class BackoffTest {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Backoff EVEN = Backoff.of(FIRST, LONGEST).withJitter(0);

  @Test
  void growsByTheFactorUpToTheLongest() {
    for (int failures = 1; failures <= 4; failures++) {
      assertThat(EVEN.delay(failures, 0.5)).isEqualTo(Duration.ofMillis(50L << failures));
    }
    assertThat(EVEN.delay(5, 0.5)).isEqualTo(LONGEST);
    assertThat(EVEN.delay(Integer.MAX_VALUE, 0.5)).isEqualTo(LONGEST);
    assertThat(EVEN.delay(0, 0.5)).isEqualTo(FIRST);
    assertThat(EVEN.withFactor(1).delay(20, 0)).isEqualTo(FIRST);
    assertThat(EVEN.withFactor(1.5).delay(3, 0)).isEqualTo(Duration.ofMillis(225));
  }

  @Test
  void chanceTakesAwayPartOfIt() {
    Backoff half = EVEN.withJitter(0.5);
    assertThat(half.delay(1, 0)).isEqualTo(FIRST);
    assertThat(half.delay(1, 0.5)).isEqualTo(Duration.ofMillis(75));
    assertThat(half.delay(5, 0.5)).isEqualTo(Duration.ofMillis(750));
    assertThat(EVEN.withJitter(1).delay(1, 0.999)).isBetween(Duration.ZERO, Duration.ofMillis(1));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> Backoff.of(Duration.ZERO, LONGEST)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first");
    assertThatThrownBy(() -> Backoff.of(FIRST, Timeout.INFINITY)).hasMessageContaining("longest");
    assertThatThrownBy(() -> Backoff.of(LONGEST, FIRST)).hasMessageContaining("longest");
    assertThatThrownBy(() -> Backoff.of(Duration.ofMillis(-1), LONGEST)).hasMessageContaining("zero or more");
    assertThatThrownBy(() -> EVEN.withFactor(0.5)).hasMessageContaining("factor");
    assertThatThrownBy(() -> EVEN.withFactor(Double.NaN)).hasMessageContaining("factor");
    assertThatThrownBy(() -> EVEN.withJitter(1.1)).hasMessageContaining("jitter");
    assertThatThrownBy(() -> EVEN.withJitter(Double.NaN)).hasMessageContaining("jitter");
  }
}

package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUP-33 to SUP-37. */
class RestartIntensityTest {

  private static RestartIntensity limit(int limit, long period) {
    return RestartIntensity.of(SupervisorFlags.DEFAULT.withIntensity(limit, Duration.ofSeconds(period)));
  }

  /** The restarts at those seconds; of each whether it was allowed. */
  private static List<Boolean> run(RestartIntensity first, long... seconds) {
    List<Boolean> allowed = new ArrayList<>();
    RestartIntensity intensity = first;
    for (long second : seconds) {
      RestartIntensity.Step step = intensity.add(second);
      allowed.add(step.allowed());
      intensity = step.next();
    }
    return allowed;
  }

  @Test
  void zeroAllowsNone() {
    assertThat(run(limit(0, 5), 100)).containsExactly(false);
  }

  @Test
  void asManyAsTheLimitAreAllowed() {
    assertThat(run(limit(3, 5), 7, 7, 8, 8)).containsExactly(true, true, true, false);
  }

  /** A restart counts if its second is >= now - period. */
  @ParameterizedTest
  @CsvSource({"10, 15, false", "10, 16, true", "10, 10, false", "0, 5, false", "0, 6, true"})
  void thePeriodIsInclusive(long first, long second, boolean allowed) {
    assertThat(run(limit(1, 5), first, second)).containsExactly(true, allowed);
  }

  @Test
  void theHistoryIsBoundedByThePeriodNotByTheRestarts() {
    RestartIntensity intensity = limit(Integer.MAX_VALUE, 3);
    for (int i = 0; i < 100_000; i++) {
      intensity = intensity.add(i / 1000).next();
    }
    assertThat(intensity.counts()).hasSizeLessThanOrEqualTo(4);
    assertThat(intensity.inPeriod(99)).isEqualTo(4000);
  }

  @Test
  void otherFlagsKeepTheHistory() {
    RestartIntensity intensity = limit(3, 5).add(1).next().add(2).next();
    assertThat(intensity.with(2, Duration.ofSeconds(5)).add(3).allowed()).isFalse();
    assertThat(intensity.with(3, Duration.ofSeconds(5)).add(3).allowed()).isTrue();
  }

  /** The plain definition: keep those with time >= now - period, add this one, allow while there are not more than the limit. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithTheDefinition(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int limit = random.nextInt(5);
      int period = 1 + random.nextInt(5);
      RestartIntensity intensity = limit(limit, period);
      List<Long> history = new ArrayList<>();
      long now = 0;
      for (int i = 0; i < 30; i++) {
        now += random.nextInt(4);
        long oldest = now - period;
        history.removeIf(second -> second < oldest);
        history.add(now);
        RestartIntensity.Step step = intensity.add(now);
        assertThat(step.allowed()).isEqualTo(history.size() <= limit);
        assertThat(step.next().inPeriod(now)).isEqualTo(history.size());
        intensity = step.next();
      }
    }
  }
}

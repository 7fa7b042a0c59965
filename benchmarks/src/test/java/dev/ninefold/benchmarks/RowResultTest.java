package dev.ninefold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowResultTest {

  @Test
  void aRatioIsOursOverTheirs() {
    assertThat(Samples.result(Samples.ring(), 25, 250, 500).ratio(Contender.BEAM)).contains(0.1);
  }

  @Test
  void thereIsNoRatioWithoutBoth() {
    assertThat(Samples.result(Samples.ring(), 25, -1, 500).ratio(Contender.BEAM)).isEmpty();
    assertThat(Samples.result(Samples.ring(), -1, 250, 500).ratio(Contender.BEAM)).isEmpty();
  }

  @Test
  void aTargetIsMissedByARatioAboveIt() {
    assertThat(Samples.result(Samples.ring(), 51, 250, 500).misses(Contender.BEAM)).isTrue();
    assertThat(Samples.result(Samples.ring(), 50, 250, 500).misses(Contender.BEAM)).isFalse();
    assertThat(Samples.result(Samples.ring(), 51, -1, 500).misses(Contender.BEAM)).isFalse();
  }
}

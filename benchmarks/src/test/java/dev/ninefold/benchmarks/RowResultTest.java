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
  void aFigureThatReachesItsLimitIsOver() {
    Row row = Rows.named("call-beside-plain").orElseThrow();
    assertThat(Samples.result(row, 49.9, -1, -1).isOverTheLimit()).isFalse();
    assertThat(Samples.result(row, 50, -1, -1).isOverTheLimit()).isTrue();
    assertThat(Samples.result(Samples.ring(), 1000, -1, -1).isOverTheLimit()).isFalse();
  }

  @Test
  void aTargetIsMissedByARatioAboveIt() {
    assertThat(Samples.result(Samples.ring(), 51, 250, 500).misses(Contender.BEAM)).isTrue();
    assertThat(Samples.result(Samples.ring(), 50, 250, 500).misses(Contender.BEAM)).isFalse();
    assertThat(Samples.result(Samples.ring(), 51, -1, 500).misses(Contender.BEAM)).isFalse();
  }
}

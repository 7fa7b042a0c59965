package dev.ninefold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void ofNoFiguresThereAreNone() {
    assertThat(Statistics.of(List.of())).isEmpty();
  }

  @Test
  void theMedianAndTheQuartilesOfAnOddNumberAreFiguresThemselves() {
    assertThat(Statistics.of(List.of(50.0, 10.0, 40.0, 20.0, 30.0))).contains(new Statistics(5, 30, 10, 50, 20, 40));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetween() {
    assertThat(Statistics.of(List.of(4.0, 1.0, 2.0, 3.0)).orElseThrow().median()).isEqualTo(2.5);
  }

  @Test
  void oneFigureIsAllOfThem() {
    assertThat(Statistics.of(List.of(7.0))).contains(new Statistics(1, 7, 7, 7, 7, 7));
  }

  @Test
  void theSpreadIsHalfTheMiddleHalfAsAPartOfTheMedian() {
    assertThat(new Statistics(5, 200, 1, 9999, 190, 230).spread()).isEqualTo(0.1);
    assertThat(new Statistics(1, 0, 0, 0, 0, 0).spread()).isZero();
  }

  @Test
  void theFirstThirdWarmsUp() {
    assertThat(Statistics.warm(List.of(9.0, 8.0, 1.0, 2.0, 3.0, 4.0))).containsExactly(1.0, 2.0, 3.0, 4.0);
    assertThat(Statistics.warm(List.of(9.0, 1.0, 2.0, 3.0))).containsExactly(1.0, 2.0, 3.0);
    assertThat(Statistics.warm(List.of(9.0))).containsExactly(9.0);
  }
}

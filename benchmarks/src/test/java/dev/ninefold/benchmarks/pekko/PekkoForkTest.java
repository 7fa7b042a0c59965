package dev.ninefold.benchmarks.pekko;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row's work comes to its end; how fast is none of a test's business. */
class PekkoForkTest {
  /** Enough for a process of each kind and a level of each tree. */
  private static final int SIZE = 100;

  static Set<String> rows() {
    return PekkoFork.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRoundEndsWithAFigure(String row) throws Exception {
    assertThat(requireNonNull(PekkoFork.WORKS.get(row)).measure(SIZE)).isFinite();
  }
}

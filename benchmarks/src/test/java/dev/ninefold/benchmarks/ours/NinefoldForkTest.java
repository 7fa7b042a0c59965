package dev.ninefold.benchmarks.ours;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row's work comes to its end; how fast is none of a test's business. */
class NinefoldForkTest {
  /** Enough for a process of each kind and a level of each tree. */
  private static final int SIZE = 100;

  static Set<String> rows() {
    return NinefoldFork.rows();
  }

  /** Some rows take a while for each unit. */
  private static int sizeOf(String row) {
    return Set.of("kill-loop", "call-beside-callbacks", "call-beside-plain").contains(row) ? 1 : SIZE;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRoundEndsWithAFigure(String row) throws Exception {
    assertThat(requireNonNull(NinefoldFork.WORKS.get(row)).measure(sizeOf(row))).isFinite();
  }
}

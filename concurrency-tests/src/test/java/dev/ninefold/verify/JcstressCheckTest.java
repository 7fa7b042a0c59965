package dev.ninefold.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JcstressCheckTest {

  private static boolean ok(String... output) {
    return new JcstressCheck().judge(List.of(output)).ok();
  }

  @Test
  void theLastResultsCount() {
    String begun = "(Results: 40 planned; 1 passed, 0 failed, 0 soft errs, 0 hard errs)";
    assertThat(ok(begun, "(Results: 40 planned; 40 passed, 0 failed, 0 soft errs, 0 hard errs)")).isTrue();
    assertThat(ok(begun)).isFalse();
    assertThat(ok(begun, "(Results: 40 planned; 39 passed, 1 failed, 0 soft errs, 0 hard errs)")).isFalse();
    assertThat(ok(begun, "(Results: 40 planned; 39 passed, 0 failed, 1 soft errs, 0 hard errs)")).isFalse();
  }

  @Test
  void noTestIsAFailure() {
    assertThat(ok("FATAL: No matching tests.")).isFalse();
    assertThat(ok("(Results: 0 planned; 0 passed, 0 failed, 0 soft errs, 0 hard errs)")).isFalse();
  }
}

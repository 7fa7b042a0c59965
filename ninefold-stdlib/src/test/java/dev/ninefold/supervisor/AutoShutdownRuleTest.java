package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SUP-76 to SUP-78. */
class AutoShutdownRuleTest {

  @ParameterizedTest
  @CsvSource({
      "NEVER,           true,  false, false",
      "NEVER,           false, false, false",
      "ANY_SIGNIFICANT, true,  true,  true",
      "ANY_SIGNIFICANT, true,  false, true",
      "ANY_SIGNIFICANT, false, false, false",
      "ALL_SIGNIFICANT, true,  true,  false",
      "ALL_SIGNIFICANT, true,  false, true",
      "ALL_SIGNIFICANT, false, false, false"})
  void endsSupervisor(AutoShutdown mode, boolean significant, boolean othersActive, boolean ends) {
    assertThat(AutoShutdownRule.endsSupervisor(mode, significant, othersActive)).isEqualTo(ends);
  }
}

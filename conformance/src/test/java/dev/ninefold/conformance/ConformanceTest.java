package dev.ninefold.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceTest {
  private final Suites suites = Suites.parse(List.of(
      "first_SUITE\tone\tA\t", "first_SUITE\ttwo\tA\t", "first_SUITE\tfar\tD\t", "second_SUITE\tone\tA\t",
      "second_SUITE\traw\tN\t"));

  @Test
  void aCasePassesWhenAllItsTestsPassed() {
    var conformance = judge(claim("first_SUITE", "one", "ATest", true), claim("first_SUITE", "one", "ATest", true),
        claim("first_SUITE", "two", "ATest", true), claim("first_SUITE", "two", "ATest", false));

    assertThat(conformance.problems()).isEmpty();
    assertThat(conformance.passed()).containsExactly(new UpstreamCase("first_SUITE", "one"));
    assertThat(conformance.report()).contains("not passed: first_SUITE / two (ATest.two)").endsWith("conformance: 1 of 3\n");
  }

  @Test
  void theTableHasALineForEachSuite() {
    assertThat(judge(claim("second_SUITE", "one", "ATest", true)).report()).isEqualTo("""
        suite         passed      of
        first_SUITE        0       2
        second_SUITE       1       1
        conformance: 1 of 3
        """);
  }

  @Test
  void anUnknownCaseIsAProblem() {
    assertThat(judge(claim("first_SUITE", "onne", "ATest", true)).problems())
        .containsExactly("first_SUITE / onne: no such upstream case; cited by ATest");
  }

  @Test
  void aCaseThatDoesNotCountIsAProblem() {
    var conformance = judge(claim("first_SUITE", "far", "ATest", true), claim("second_SUITE", "raw", "BTest", true));

    assertThat(conformance.problems()).containsExactly("first_SUITE / far: needs distribution and does not count; cited by ATest",
        "second_SUITE / raw: does not apply and does not count; cited by BTest");
    assertThat(conformance.passed()).isEmpty();
  }

  @Test
  void aCaseOfTwoClassesIsAProblem() {
    assertThat(judge(claim("first_SUITE", "one", "BTest", true), claim("first_SUITE", "one", "ATest", true)).problems())
        .containsExactly("first_SUITE / one: one case belongs to one test class; claimed by ATest and BTest");
  }

  private Conformance judge(Outcome... outcomes) {
    return new Conformance(suites, List.of(outcomes));
  }

  private static Outcome claim(String suite, String name, String claimant, boolean passed) {
    return new Outcome(new UpstreamCase(suite, name), claimant, claimant + "." + name, passed);
  }
}

package dev.ninefold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void aLineHasFiguresRatiosAndTargets() {
    assertThat(Table.line(Samples.result(Samples.ring(), 25, 250, 500)).split("\\s{2,}")).containsExactly(
        "ring-503", "ns per hop", "25.0 ± 0%", "250.0 ± 0%", "500.0 ± 0%", "0.10 (0.20)", "0.05 (0.25)");
  }

  @Test
  void aTargetThatWasNotReachedIsMarked() {
    assertThat(Table.line(Samples.result(Samples.ring(), 125, 250, 500))).contains("0.50 (0.20)*").endsWith("0.25 (0.25)");
  }

  @Test
  void theColumnOfAMissingRivalIsEmptyAndItsTargetStays() {
    assertThat(Table.line(Samples.result(Samples.ring(), 25, -1, 500)).split("\\s{2,}")).containsExactly(
        "ring-503", "ns per hop", "25.0 ± 0%", "500.0 ± 0%", "(0.20)", "0.05 (0.25)");
  }

  @Test
  void aRowOfOurOwnHasItsLimit() {
    Row row = Rows.named("call-beside-plain").orElseThrow();
    assertThat(Table.line(Samples.result(row, 12, -1, -1))).endsWith("(< 50)");
    assertThat(Table.line(Samples.result(row, 51, -1, -1))).endsWith("(< 50)*");
    assertThat(Table.line(Samples.result(Rows.named("sys-off").orElseThrow(), 1, -1, -1))).endsWith("(< 1.1)");
  }

  @Test
  void columnsStandBelowTheirTitles() {
    String header = Table.header();
    String line = Table.line(Samples.result(Samples.ring(), 25, 250, 500));
    for (Contender contender : Contender.values()) {
      int end = header.indexOf(contender.title()) + contender.title().length();
      assertThat(line.charAt(end - 1)).isEqualTo('%');
    }
  }
}

package dev.ninefold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.benchmarks.ours.NinefoldFork;
import dev.ninefold.benchmarks.pekko.PekkoFork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RowsTest {

  @Test
  void eachNameIsThereOnce() {
    assertThat(Rows.all()).extracting(Row::name).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    assertThat(Rows.named("ring-503")).get().extracting(Row::name).isEqualTo("ring-503");
    assertThat(Rows.named("nonsense")).isEmpty();
  }

  @Test
  void quickRoundsAreNotLarger() {
    assertThat(Rows.all()).allSatisfy(row -> assertThat(row.quickSize()).isPositive().isLessThanOrEqualTo(row.size()));
  }

  @Test
  void whoTakesPartHasTheWorkAndNobodyHasMore() throws IOException {
    assertThat(NinefoldFork.rows()).containsExactlyInAnyOrderElementsOf(names(Contender.NINEFOLD));
    assertThat(PekkoFork.rows()).containsExactlyInAnyOrderElementsOf(names(Contender.PEKKO));
    assertThat(erlangRows()).containsExactlyInAnyOrderElementsOf(names(Contender.BEAM));
  }

  @Test
  void whereThereIsATargetTheRivalTakesPart() {
    assertThat(Rows.all()).allSatisfy(row -> assertThat(row.contenders()).containsAll(row.targets().keySet()));
  }

  private static List<String> names(Contender contender) {
    return Rows.all().stream().filter(row -> row.contenders().contains(contender)).map(Row::name).toList();
  }

  private static List<String> erlangRows() throws IOException {
    try (InputStream in = RowsTest.class.getResourceAsStream("/" + ForkCommand.MODULE + ".erl")) {
      assertThat(in).isNotNull();
      String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("(?m)^row\\('?([^',]+)'?,")
          .matcher(source)
          .results()
          .map((MatchResult row) -> row.group(1))
          .toList();
    }
  }
}

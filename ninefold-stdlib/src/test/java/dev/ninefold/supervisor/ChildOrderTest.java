package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SUP-24 to SUP-28. Children are letters; a capital one is temporary. */
class ChildOrderTest {

  private static boolean isTemporary(String child) {
    return !child.equals(child.toLowerCase(Locale.ROOT));
  }

  private static List<String> letters(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(""));
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '\'', value = {
      "ONE_FOR_ONE,  abcd, b, '',  b",
      "ONE_FOR_ALL,  abcd, b, dca, abcd",
      "ONE_FOR_ALL,  abcd, a, dcb, abcd",
      "ONE_FOR_ALL,  a,    a, '',  a",
      "ONE_FOR_ALL,  aBcD, c, DBa, ac",
      "REST_FOR_ONE, abcd, b, dc,  bcd",
      "REST_FOR_ONE, abcd, d, '',  d",
      "REST_FOR_ONE, abcd, a, dcb, abcd",
      "REST_FOR_ONE, AbCd, b, dC,  bd"})
  void round(Strategy strategy, String children, String failed, String stop, String start) {
    assertThat(ChildOrder.round(strategy, letters(children), failed, ChildOrderTest::isTemporary))
        .isEqualTo(new ChildOrder.Round<>(letters(stop), letters(start)));
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void properties(Strategy strategy) {
    Random random = new Random(7);
    for (int round = 0; round < 1000; round++) {
      List<String> children = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(8); i++) {
        String letter = String.valueOf((char) ('a' + i));
        children.add(random.nextInt(3) == 0 ? letter.toUpperCase(Locale.ROOT) : letter);
      }
      String failed = children.get(random.nextInt(children.size())).toLowerCase(Locale.ROOT);
      children.replaceAll(child -> child.equalsIgnoreCase(failed) ? failed : child);
      ChildOrder.Round<String> result = ChildOrder.round(strategy, children, failed, ChildOrderTest::isTemporary);

      assertThat(result.start()).isSubsetOf(children).contains(failed).noneMatch(ChildOrderTest::isTemporary).isSorted();
      List<String> stopped = new ArrayList<>(result.stop().reversed());
      assertThat(stopped).doesNotContain(failed);
      List<String> expected = new ArrayList<>(children);
      expected.retainAll(stopped);
      assertThat(stopped).isEqualTo(expected);
      // What is stopped and not temporary is started again; nothing else is, but the failed one.
      stopped.removeIf(ChildOrderTest::isTemporary);
      stopped.add(failed);
      assertThat(result.start()).containsExactlyInAnyOrderElementsOf(stopped);
    }
  }
}

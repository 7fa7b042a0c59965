package dev.ninefold.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinimalTest {

  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void whatIsNotNeededIsLeftOut() {
    assertThat(Minimal.of(HUNDRED, part -> part.containsAll(Set.of(3, 50, 99)))).containsExactly(3, 50, 99);
    assertThat(Minimal.of(HUNDRED, part -> part.size() >= 7)).hasSize(7);
    assertThat(Minimal.of(HUNDRED, _ -> true)).isEmpty();
    assertThat(Minimal.of(HUNDRED, part -> part.size() == 100)).isEqualTo(HUNDRED);
  }

  @Test
  void withoutAnyOneItIsNoCauseAnyMore() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      // Each of several sets is enough.
      var enough = IntStream.range(0, 1 + random.nextInt(4)).mapToObj(_ -> {
        var set = new TreeSet<Integer>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
          set.add(random.nextInt(100));
        }
        return set;
      }).toList();
      var minimal = Minimal.of(HUNDRED, part -> enough.stream().anyMatch(part::containsAll));
      assertThat(enough).anyMatch(minimal::containsAll);
      for (Integer one : minimal) {
        var without = minimal.stream().filter(it -> !it.equals(one)).toList();
        assertThat(enough).noneMatch(without::containsAll);
      }
    }
  }
}

package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkSetTest {

  private static List<Pid> pids(int count) {
    List<Pid> pids = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      pids.add(new Pid(Node.local(), i));
    }
    return pids;
  }

  @Test
  void doesAsASetThatKeepsTheOrder() {
    for (int size : List.of(1, 2, 7, 8, 9, 20)) {
      List<Pid> pids = pids(size);
      for (int seed = 0; seed < 50; seed++) {
        Random random = new Random(seed);
        LinkSet set = new LinkSet();
        Set<Pid> model = new LinkedHashSet<>();
        for (int step = 0; step < 200; step++) {
          Pid pid = pids.get(random.nextInt(size));
          switch (random.nextInt(3)) {
            case 0 -> assertThat(set.add(pid)).isEqualTo(model.add(pid));
            case 1 -> assertThat(set.remove(pid)).isEqualTo(model.remove(pid));
            default -> assertThat(set.contains(pid)).isEqualTo(model.contains(pid));
          }
          assertThat(set.toList()).isEqualTo(List.copyOf(model));
        }
      }
    }
  }
}

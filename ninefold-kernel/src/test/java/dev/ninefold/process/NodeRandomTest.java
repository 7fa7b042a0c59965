package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Where a node's random numbers come from. */
class NodeRandomTest {

  @Test
  void fromItsOptions() {
    RandomGenerator random = () -> 7;
    try (Node node = Node.start(NodeOptions.named("random").withRandom(random).withSlots(1).withReportHandlers())) {
      assertThat(node.random()).isSameAs(random);
    }
    assertThatThrownBy(() -> NodeOptions.named("random").withRandom(null)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void otherwiseTheyDiffer() {
    RandomGenerator random = Node.local().random();
    assertThat(random.doubles(100).distinct().count()).isGreaterThan(90);
    assertThat(random.doubles(100)).allMatch(number -> number >= 0 && number < 1);
  }
}

package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class GenStatemGuideTest {
  TestNode node;

  @Test
  void theDoor() throws Exception {
    node.run(() -> {
      // tag::use[]
      ServerRef<Door.Call<?>, Door.Cast> door = GenStatem.startLink(Door::new).orElseThrow();
      List.of("a", "b", "c", "d", "x").forEach(button -> GenStatem.cast(door, new Door.Button(button)));
      boolean open = GenStatem.call(door, new Door.IsOpen());
      assertThat(open).isTrue();
      // end::use[]
      node.time().advance(Duration.ofSeconds(10));
      boolean later = GenStatem.call(door, new Door.IsOpen());
      assertThat(later).isFalse();
      GenStatem.stop(door);
    });
  }
}

package dev.ninefold.examples.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChannelsTest {
  private static final Channels THREE = Channels.of(3);
  private static final Channel CH1 = new Channel(1);
  private static final Channel CH2 = new Channel(2);

  @Test
  void theyAreHandedOutInOrder() {
    assertThat(THREE).hasToString("{[], [ch1, ch2, ch3]}");
    assertThat(THREE.next()).hasValue(CH1);
    assertThat(THREE.allocate(CH1).next()).hasValue(CH2);
    assertThat(THREE.allocate(CH1).allocate(CH2)).hasToString("{[ch2, ch1], [ch3]}");
    assertThat(Channels.of(1).allocate(CH1).next()).isEmpty();
  }

  @Test
  void whatIsGivenBackIsHandedOutNext() {
    Channels taken = THREE.allocate(CH1).allocate(CH2);
    assertThat(taken.release(CH1)).hasToString("{[ch2], [ch1, ch3]}");
    assertThat(taken.release(new Channel(3))).isEqualTo(taken);
    assertThat(taken.release(new Channel(7))).isEqualTo(taken);
  }

  @Test
  void whoHasOneKeepsIt() {
    Channels taken = THREE.allocate(CH1).allocate(CH2);
    assertThat(taken.resize(5)).hasToString("{[ch2, ch1], [ch3, ch4, ch5]}");
    assertThat(taken.resize(2)).hasToString("{[ch2, ch1], []}");
    assertThatThrownBy(() -> taken.resize(1)).isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("ch2 is allocated");
  }
}

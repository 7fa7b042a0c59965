package dev.ninefold.partitionsupervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PSV-4. */
class RoutingEngineTest {
  @ParameterizedTest
  @CsvSource({"0, 3, 0", "1, 3, 1", "3, 3, 0", "-1, 3, 1", "-4, 3, 1", "7, 1, 0", "9223372036854775807, 10, 7",
      "-9223372036854775808, 10, 8", "-2147483648, 10, 8"})
  void integersByTheRemainderOfTheirAbsoluteValue(long key, int partitions, int expected) {
    assertThat(RoutingEngine.partition(key, partitions)).isEqualTo(expected);
    assertThat(RoutingEngine.partition(BigInteger.valueOf(key), partitions)).isEqualTo(expected);
    if (key == (int) key) {
      assertThat(RoutingEngine.partition((int) key, partitions)).isEqualTo(expected);
    }
    if (key == (byte) key) {
      assertThat(RoutingEngine.partition((short) key, partitions)).isEqualTo(expected);
      assertThat(RoutingEngine.partition((byte) key, partitions)).isEqualTo(expected);
    }
  }

  @Test
  void largeIntegersToo() {
    assertThat(RoutingEngine.partition(BigInteger.TEN.pow(30).add(BigInteger.TWO).negate(), 10)).isEqualTo(2);
  }

  private record Key(Object value) {
    @Override
    public int hashCode() {
      return ((Integer) value) * 1024;
    }
  }

  @Test
  void othersAreSpreadAndAlwaysGoToTheSame() {
    isSpread(i -> "user-" + i);
    isSpread(i -> 0.5 + i);
    isSpread(Key::new);
  }

  /** No partition has more than twice its share. */
  private static void isSpread(IntFunction<Object> keys) {
    for (var partitions : new int[] {1, 2, 3, 7, 8, 16, 100}) {
      var counts = new int[partitions];
      for (var i = 0; i < 10_000; i++) {
        var partition = RoutingEngine.partition(keys.apply(i), partitions);
        assertThat(RoutingEngine.partition(keys.apply(i), partitions)).isEqualTo(partition);
        counts[partition]++;
      }
      for (var count : counts) {
        assertThat(count).isBetween(1, 2 * 10_000 / partitions);
      }
    }
  }
}

package dev.ninefold.partitionsupervisor;

import java.math.BigInteger;

/** Which partition a key belongs to. */
final class RoutingEngine {

  /*
   * PSV-4: rem(abs(key), n) for integers; for others a hash. Elixir's is phash2; ours is hashCode, spread, for the lowest bits of many hash
   * codes are all alike.
   */

  private static final int GOLDEN = 0x9E3779B9;

  private RoutingEngine() {}

  /**
   * The partition of a key.
   *
   * @param partitions how many there are; one at least
   */
  static int partition(Object key, int partitions) {
    return switch (key) {
      case Byte b -> integer(b, partitions);
      case Short s -> integer(s, partitions);
      case Integer i -> integer(i, partitions);
      case Long l -> integer(l, partitions);
      case BigInteger big -> big.abs().mod(BigInteger.valueOf(partitions)).intValueExact();
      default -> Math.floorMod(spread(key.hashCode()), partitions);
    };
  }

  /** Unsigned, for there is no absolute value of the smallest long. */
  private static int integer(long key, int partitions) {
    return (int) Long.remainderUnsigned(Math.abs(key), partitions);
  }

  private static int spread(int hash) {
    int mixed = hash * GOLDEN;
    return mixed ^ (mixed >>> 16);
  }
}

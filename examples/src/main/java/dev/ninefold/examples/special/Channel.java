package dev.ninefold.examples.special;

/**
 * A channel.
 *
 * @param number which one, from one on
 */
record Channel(int number) {
  @Override
  public String toString() {
    return "ch" + number;
  }
}

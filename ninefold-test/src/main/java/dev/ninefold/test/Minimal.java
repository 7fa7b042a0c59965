package dev.ninefold.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes lists of causes smaller. */
final class Minimal {

  private Minimal() {}

  /**
   * Leaves out what is not needed.
   *
   * @param fails whether a list is a cause; the given one is
   * @return a part of the list, in its order, that is a cause, and is none without any one of its elements
   */
  static <T> List<T> of(List<T> causes, Predicate<List<T>> fails) {
    List<T> smallest = causes;
    for (int size = Math.max(1, smallest.size() / 2); size > 0; size = size == 1 ? 0 : size / 2) {
      smallest = withoutParts(smallest, size, fails);
    }
    List<T> before;
    do {
      before = smallest;
      smallest = withoutParts(before, 1, fails);
    } while (smallest.size() < before.size());
    return smallest;
  }

  private static <T> List<T> withoutParts(List<T> causes, int size, Predicate<List<T>> fails) {
    List<T> smallest = causes;
    int from = 0;
    while (from < smallest.size()) {
      List<T> without = new ArrayList<>(smallest);
      without.subList(from, Math.min(from + size, without.size())).clear();
      if (fails.test(without)) {
        smallest = without;
      } else {
        from += size;
      }
    }
    return smallest;
  }
}

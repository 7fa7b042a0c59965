package dev.ninefold.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Which children a restart concerns, and in which order: SUP-24 to SUP-28. */
final class ChildOrder {

  private ChildOrder() {}

  /**
   * A round of restarts.
   *
   * @param stop which to stop, in that order; those that do not run are passed over, temporary ones forgotten
   * @param start which to start afterwards, in that order
   */
  record Round<T>(List<T> stop, List<T> start) {}

  /**
   * The round that the end of a child brings about.
   *
   * @param children all children in start order
   * @param failed the one that has ended
   */
  static <T> Round<T> round(Strategy strategy, List<T> children, T failed, Predicate<T> temporary) {
    List<T> concerned = switch (strategy) {
      case ONE_FOR_ONE -> List.of(failed);
      case ONE_FOR_ALL -> children;
      case REST_FOR_ONE -> children.subList(children.indexOf(failed), children.size());
    };
    List<T> stop = new ArrayList<>(concerned).reversed();
    List<T> start = concerned.stream().filter(child -> child.equals(failed) || !temporary.test(child)).toList();
    return new Round<>(stop.stream().filter(child -> !child.equals(failed)).toList(), start);
  }
}

package dev.ninefold.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * The figures of all forks in short.
 *
 * @param count how many figures there were
 * @param median of them
 * @param lowest of them
 * @param highest of them
 * @param lowerQuartile a quarter of them are below
 * @param upperQuartile a quarter of them are above
 */
record Statistics(int count, double median, double lowest, double highest, double lowerQuartile, double upperQuartile) {

  /** Of all figures; empty if there are none. */
  static Optional<Statistics> of(List<Double> figures) {
    if (figures.isEmpty()) {
      return Optional.empty();
    }
    List<Double> sorted = figures.stream().sorted().toList();
    return Optional.of(
        new Statistics(
            sorted.size(), quantile(sorted, 0.5), sorted.getFirst(), sorted.getLast(), quantile(sorted, 0.25),
            quantile(sorted, 0.75)));
  }

  /** What a fork measured after its warm-up. */
  static List<Double> warm(List<Double> figures) {
    return figures.subList(Row.warmUp(figures.size()), figures.size());
  }

  /** Half of the range of the middle half, as a part of the median: one wild figure does not move it. */
  double spread() {
    return median == 0 ? 0 : (upperQuartile - lowerQuartile) / 2 / Math.abs(median);
  }

  /** Between the two figures around the place, in proportion. */
  private static double quantile(List<Double> sorted, double part) {
    double place = part * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}

package dev.ninefold.benchmarks;

import java.util.List;

/** What a fork prints. */
final class ForkOutput {
  /** A line with a figure begins so; whatever else is printed is not for us. */
  static final String MARK = "figure ";

  private ForkOutput() {}

  static List<Double> figures(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(MARK))
        .map(line -> Double.valueOf(line.substring(MARK.length())))
        .toList();
  }
}

package dev.ninefold.benchmarks;

import java.util.Locale;
import java.util.Optional;

/** The lines of the table on standard output. */
final class Table {
  /** Limits from here on have no decimals. */
  private static final double WHOLE = 2;

  private Table() {}

  static String header() {
    return line("row", "unit", Contender.NINEFOLD.title(), Contender.BEAM.title(), Contender.PEKKO.title(), "over BEAM",
        "over Pekko");
  }

  static String line(RowResult result) {
    return line(
        result.row().name(), result.row().unit(), figure(result, Contender.NINEFOLD), figure(result, Contender.BEAM),
        figure(result, Contender.PEKKO), result.row().limit().isPresent() ? limit(result) : ratio(result, Contender.BEAM),
        ratio(result, Contender.PEKKO));
  }

  /** What the signs mean. */
  static String legend() {
    return """
        Figures: median, and half of the range of the middle half. Ratios: Ninefold's median over the rival's, and (the target);
        * is a target that was not reached. A row
        of Ninefold's own has (< its limit) instead. The figures of different machines or days do not compare; ratios of one run do.""";
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%-26s %-15s %17s %17s %17s  %14s  %14s", cells).stripTrailing();
  }

  private static String figure(RowResult result, Contender contender) {
    return result.of(contender)
        .map(s -> String.format(Locale.ROOT, "%,.1f ±%2.0f%%", s.median(), 100 * s.spread()))
        .orElse("");
  }

  private static String figure(double limit) {
    return String.format(Locale.ROOT, limit < WHOLE ? "%,.1f" : "%,.0f", limit);
  }

  private static String limit(RowResult result) {
    String limit = result.row().limit().map(most -> "(< " + figure(most) + ")").orElse("");
    return limit + (result.isOverTheLimit() ? "*" : " ");
  }

  private static String ratio(RowResult result, Contender rival) {
    Optional<Double> target = result.row().target(rival);
    String expected = target.map(t -> String.format(Locale.ROOT, "(%.2f)", t)).orElse("");
    String mark = result.misses(rival) ? "*" : " ";
    return result.ratio(rival).map(r -> String.format(Locale.ROOT, "%.2f %s%s", r, expected, mark)).orElse(expected + " ");
  }
}

package dev.ninefold.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hand harness: runs the rows that are named, or all, each for some rounds, and prints the median and the spread of those after the
 * warm-up. Conditions: a quiet machine; compare ratios of one run, not figures of different days.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    List<Row> all = Rows.all();
    List<Row> rows = new ArrayList<>();
    for (String name : args) {
      Row row = all.stream().filter(r -> r.name().equals(name)).findFirst().orElse(null);
      if (row == null) {
        System.err.println("unknown row " + name + "; there are: " + String.join(", ", all.stream().map(Row::name).toList()));
        System.exit(2);
        return;
      }
      rows.add(row);
    }
    System.out.printf("%-28s %12s %12s %12s  %s%n", "row", "median", "lowest", "highest", "unit");
    for (Row row : rows.isEmpty() ? all : rows) {
      run(row);
    }
    System.exit(0);
  }

  private static void run(Row row) throws Exception {
    double[] figures = new double[row.rounds()];
    for (int i = 0; i < figures.length; i++) {
      figures[i] = row.work().measure();
    }
    double[] warm = Arrays.copyOfRange(figures, figures.length / 3, figures.length);
    Arrays.sort(warm);
    System.out.printf(
        Locale.ROOT, "%-28s %12.1f %12.1f %12.1f  %s%n", row.name(), warm[warm.length / 2], warm[0], warm[warm.length - 1],
        row.unit());
  }
}

package dev.ninefold.benchmarks;

import java.util.List;

/**
 * What a run does.
 *
 * @param rows in this order
 * @param forks of each contender of each row
 * @param quick whether the small sizes are taken
 * @param budget after how many milliseconds a fork begins no further round
 * @param patience after how many seconds a fork counts as hanging
 */
record Plan(List<Row> rows, int forks, boolean quick, int budget, int patience) {
  private static final int FULL_FORKS = 5;
  private static final int FULL_BUDGET = 12_000;
  private static final int FULL_PATIENCE = 300;
  private static final int QUICK_BUDGET = 900;
  private static final int QUICK_PATIENCE = 30;

  /** Long enough for figures to publish. */
  static Plan full(List<Row> rows) {
    return new Plan(rows, FULL_FORKS, false, FULL_BUDGET, FULL_PATIENCE);
  }

  /** All rows within two minutes on two cores: a first impression. */
  static Plan quick(List<Row> rows) {
    return new Plan(rows, 1, true, QUICK_BUDGET, QUICK_PATIENCE);
  }

  int size(Row row) {
    return quick ? row.quickSize() : row.size();
  }

  /** What every fork gets: the row, the size of a round, the most rounds, the budget. */
  List<String> arguments(Row row) {
    return List.of(row.name(), String.valueOf(size(row)), String.valueOf(row.rounds()), String.valueOf(budget));
  }
}

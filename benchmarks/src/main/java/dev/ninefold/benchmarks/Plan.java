package dev.ninefold.benchmarks;

import java.util.List;

/**
 * What a run does.
 *
 * @param rows in this order
 * @param scheduler of Ninefold's processes
 * @param forks of each contender of each row
 * @param quick whether the small sizes are taken
 * @param budget after how many milliseconds a fork begins no further round
 * @param patience after how many seconds a fork counts as hanging
 */
record Plan(List<Row> rows, SchedulerKind scheduler, int forks, boolean quick, int budget, int patience) {
  private static final int FULL_FORKS = 5;
  private static final int FULL_BUDGET = 12_000;
  private static final int FULL_PATIENCE = 300;
  private static final int QUICK_BUDGET = 900;
  private static final int QUICK_PATIENCE = 30;

  /** Long enough for figures to publish. */
  static Plan full(List<Row> rows) {
    return new Plan(rows, SchedulerKind.PORTABLE, FULL_FORKS, false, FULL_BUDGET, FULL_PATIENCE);
  }

  /** All rows within two minutes on two cores: a first impression. */
  static Plan quick(List<Row> rows) {
    return new Plan(rows, SchedulerKind.PORTABLE, 1, true, QUICK_BUDGET, QUICK_PATIENCE);
  }

  /** The same on that scheduler, whose targets the rows take. */
  Plan on(SchedulerKind kind) {
    return new Plan(rows.stream().map(row -> row.on(kind)).toList(), kind, forks, quick, budget, patience);
  }

  /** The same with that many forks. */
  Plan withForks(int count) {
    return new Plan(rows, scheduler, count, quick, budget, patience);
  }

  int size(Row row) {
    return quick ? row.quickSize() : row.size();
  }

  /** What every fork gets: the row, the size of a round, the most rounds, the budget. */
  List<String> arguments(Row row) {
    return List.of(row.name(), String.valueOf(size(row)), String.valueOf(row.rounds()), String.valueOf(budget));
  }
}

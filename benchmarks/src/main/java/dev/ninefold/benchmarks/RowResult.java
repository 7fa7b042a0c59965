package dev.ninefold.benchmarks;

import java.util.Map;
import java.util.Optional;

/**
 * What a row came to.
 *
 * @param row the row
 * @param statistics of whoever took part and brought figures
 */
record RowResult(Row row, Map<Contender, Statistics> statistics) {

  Optional<Statistics> of(Contender contender) {
    return Optional.ofNullable(statistics.get(contender));
  }

  /** Ninefold's median over a rival's; empty if one of them is missing. */
  Optional<Double> ratio(Contender rival) {
    return of(Contender.NINEFOLD)
        .flatMap(ours -> of(rival).filter(theirs -> theirs.median() != 0).map(theirs -> ours.median() / theirs.median()));
  }

  /** Whether Ninefold's figure is not below the limit of the row. */
  boolean isOverTheLimit() {
    return row.limit().flatMap(limit -> of(Contender.NINEFOLD).map(ours -> ours.median() >= limit)).orElse(false);
  }

  /** Whether there is a ratio, and it is more than the target. */
  boolean misses(Contender rival) {
    return ratio(rival).flatMap(ratio -> row.target(rival).map(target -> ratio > target)).orElse(false);
  }
}

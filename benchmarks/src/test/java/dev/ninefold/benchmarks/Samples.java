package dev.ninefold.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Results without a measurement. */
final class Samples {
  static final Machine MACHINE = new Machine("A processor", 2, 4096, "Linux 6 amd64", "OpenJDK 25", "27, ERTS 15");

  private Samples() {}

  static Row ring() {
    return Rows.named("ring-503").orElseThrow();
  }

  /** A result in which each contender has one figure; none where it is negative. */
  static RowResult result(Row row, double ninefold, double beam, double pekko) {
    Map<Contender, Double> figures = Map.of(Contender.NINEFOLD, ninefold, Contender.BEAM, beam, Contender.PEKKO, pekko);
    Map<Contender, Statistics> statistics = new EnumMap<>(Contender.class);
    figures.forEach((contender, figure) -> {
      if (figure >= 0) {
        statistics.put(contender, Statistics.of(List.of(figure)).orElseThrow());
      }
    });
    return new RowResult(row, statistics);
  }
}

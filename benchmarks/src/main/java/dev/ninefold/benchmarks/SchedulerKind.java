package dev.ninefold.benchmarks;

import java.util.List;
import java.util.Locale;

/** Who schedules Ninefold's processes. */
enum SchedulerKind {
  PORTABLE, CARRIER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What Java is told, besides what both systems on the JVM are told. */
  List<String> flags() {
    String forced = "-Dninefold.scheduler=" + this;
    return switch (this) {
      case PORTABLE -> List.of(forced);
      case CARRIER -> List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", forced);
    };
  }
}

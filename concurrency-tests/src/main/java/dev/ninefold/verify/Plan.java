package dev.ninefold.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done.
 *
 * @param checks in this order
 * @param lane how thoroughly
 * @param perProgram how long each stress program runs
 * @param seed where each stress program begins
 * @param scheduler who schedules the processes; empty for the default
 */
record Plan(List<Check> checks, Lane lane, Duration perProgram, long seed, Optional<String> scheduler) {

  /** How thoroughly. */
  enum Lane {
    /** For each build: all checks in about a minute. */
    SHORT(Duration.ofSeconds(3)),
    /** For a night, or before a release. */
    LONG(Duration.ofMinutes(1));

    /** How long a stress program runs if nothing else was said. */
    final Duration perProgram;

    Lane(Duration perProgram) {
      this.perProgram = perProgram;
    }
  }

  /** The JVM's flags for the scheduler that was asked for. */
  List<String> schedulerFlags() {
    return scheduler.map(kind -> kind.equals("carrier")
        ? List.of("-Dninefold.scheduler=carrier", "--add-opens=java.base/java.lang=ALL-UNNAMED")
        : List.of("-Dninefold.scheduler=" + kind)).orElse(List.of());
  }
}

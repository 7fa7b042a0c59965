package dev.ninefold.benchmarks;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All rows, with the targets that Ninefold has set itself. */
final class Rows {
  private static final int MILLION = 1_000_000;

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private Rows() {}

  static List<Row> all() {
    return List.of(
        row("ring-503", "ns per hop", 5 * MILLION, 300_000, 12).over(0.20, 0.25).onCarriers(0.15).row(),
        row("savina-thread-ring", "ns per hop", 100_000, 100_000, 60).over(0.20, 0.25).onCarriers(0.15).row(),
        row("ping-pong", "ns per trip", 500_000, 30_000, 12).overBeam(1.2).onCarriers(0.7).row(),
        row("call-1", "ns per call", 300_000, 30_000, 12).over(0.6, 0.2).onCarriers(0.4).row(),
        row("call-100-1", "ns per call", 500_000, 30_000, 12).over(0.6, 0.2).onCarriers(0.4).row(),
        row("call-100-100", "ns per call", 500_000, 30_000, 12).over(0.6, 0.2).onCarriers(0.4).row(),
        row("send-request", "ns per request", MILLION, 50_000, 12).over(0.15, 0.4).row(),
        row("cast-flood-1", "ns per cast", 3 * MILLION, 200_000, 12).over(0.5, 0.8).row(),
        row("fan-in-10", "ns per cast", 3 * MILLION, 200_000, 12).over(0.5, 0.8).row(),
        row("fan-out-10", "ns per cast", 3 * MILLION, 200_000, 12).over(0.5, 0.8).row(),
        row("cast-flood-statistics", "ns per cast", 2 * MILLION, 100_000, 12).overBeam(0.5).row(),
        row("sys-off", "times never on", 3 * MILLION, 200_000, 12).below(1.1).row(),
        row("notify-10", "ns per event", 500_000, 20_000, 12).overBeam(0.5).row(),
        row("state-timeout", "ns per transition", 500_000, 20_000, 12).overBeam(0.5).row(),
        row("spawn-exit-plain", "ns per process", 500_000, 20_000, 12).over(0.5, 0.1).manyProcesses().row(),
        row("spawn-exit-event-driven", "ns per process", 500_000, 20_000, 12).over(0.15, 0.1).manyProcesses().row(),
        row("gen-server-start-stop", "ns per server", 100_000, 10_000, 12).over(0.4, 0.2).row(),
        row("skynet", "ns per leaf", MILLION, 10_000, 12).over(0.5, 0.4).manyProcesses().row(),
        row("linked-tree", "ns per process", 500_000, 20_000, 9).overBeam(0.5).manyProcesses().row(),
        row("selective-receive", "ns per receive", 2000, 200, 12).overBeam(1.0).row(),
        row("selective-receive-ref", "ns per receive", 500_000, 30_000, 12).overBeam(1.0).row(),
        row("supervisor-restart", "ns per restart", 10_000, 1000, 12).over(0.7, 0.2).row(),
        row("one-for-all-100", "ns per restart", 400, 20, 12).over(0.7, 0.2).row(),
        row("timers", "ns per timer", MILLION, 50_000, 9).over(0.5, 0.5).row(),
        row("bytes-idle-server", "bytes", MILLION, 50_000, 1).over(0.2, 0.6).manyProcesses().row(),
        row("ten-million-heap", "MB", 10 * MILLION, 50_000, 1).row(),
        row("ten-million-calls", "seconds", 10 * MILLION, 50_000, 1).row(),
        row("call-beside-callbacks", "ms, p99", 500, 50, 6).below(50).row(),
        row("call-beside-plain", "ms, p99", 500, 50, 6).below(50).row(),
        row("blocking-callbacks", "times threads", 10_000, 500, 9).below(4).row(),
        row("kill-loop", "ms late, most", 5, 1, 3).below(100).row(),
        row("waiting-server-bytes", "bytes", 10_000, 500, 1).below(10_000).row(),
        row("waiting-server-threads", "threads", 10_000, 500, 1).below(PROCESSORS + 4 + 1).row(),
        row("waiting-server-cpu", "% of a core", 10_000, 100, 1).below(1).row());
  }

  /** The row of that name. */
  static Optional<Row> named(String name) {
    return all().stream().filter(row -> row.name().equals(name)).findFirst();
  }

  private static Draft row(String name, String unit, int size, int quickSize, int rounds) {
    return new Draft(name, unit, size, quickSize, rounds, EnumSet.of(Contender.NINEFOLD), Map.of(), Map.of(), Optional.empty(),
        false);
  }

  /** A row on its way. */
  private record Draft(
      String name, String unit, int size, int quickSize, int rounds, Set<Contender> contenders, Map<Contender, Double> targets,
      Map<Contender, Double> carrierTargets, Optional<Double> limit, boolean many) {

    Draft over(double beam, double pekko) {
      return over(Contender.BEAM, beam).over(Contender.PEKKO, pekko);
    }

    Draft overBeam(double beam) {
      return over(Contender.BEAM, beam);
    }

    private Draft over(Contender rival, double target) {
      Set<Contender> more = EnumSet.copyOf(contenders);
      more.add(rival);
      Map<Contender, Double> all = new EnumMap<>(Contender.class);
      all.putAll(targets);
      all.put(rival, target);
      return new Draft(name, unit, size, quickSize, rounds, more, all, carrierTargets, limit, many);
    }

    Draft onCarriers(double beam) {
      return new Draft(name, unit, size, quickSize, rounds, contenders, targets, Map.of(Contender.BEAM, beam), limit, many);
    }

    Draft below(double most) {
      return new Draft(name, unit, size, quickSize, rounds, contenders, targets, carrierTargets, Optional.of(most), many);
    }

    Draft manyProcesses() {
      return new Draft(name, unit, size, quickSize, rounds, contenders, targets, carrierTargets, limit, true);
    }

    Row row() {
      return new Row(name, unit, size, quickSize, rounds, contenders, targets, carrierTargets, limit, many);
    }
  }
}

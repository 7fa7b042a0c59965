package dev.ninefold.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Row after row, fork after fork, contender after contender, so that a machine that slows down slows all of them. */
final class Run {
  private final Plan plan;
  private final Forks forks;
  private final Progress progress;
  private final Optional<Path> json;
  private final List<RowResult> results = new ArrayList<>();
  private final Set<Contender> present = EnumSet.allOf(Contender.class);
  private boolean failed;

  Run(Plan plan, Forks forks, Progress progress, Optional<Path> json) {
    this.plan = plan;
    this.forks = forks;
    this.progress = progress;
    this.json = json;
  }

  /** Does all; whether every fork brought figures. */
  boolean execute() throws IOException, InterruptedException {
    if (plan.rows().stream().anyMatch(row -> row.contenders().contains(Contender.BEAM))) {
      forks.prepareBeam().ifPresent(missing -> {
        present.remove(Contender.BEAM);
        progress.say(missing);
      });
    }
    Machine machine = Machine.read(forks.beamVersion());
    // At once, so that a bad path does not show after an hour.
    if (!written(machine)) {
      return false;
    }
    System.out.println(Table.header());
    for (int i = 0; i < plan.rows().size(); i++) {
      Row row = plan.rows().get(i);
      RowResult result = row(row, (i + 1) + "/" + plan.rows().size());
      results.add(result);
      progress.clear();
      System.out.println(Table.line(result));
      // After each row, so that a run that is cut short leaves what it measured.
      failed |= !written(machine);
    }
    System.out.println();
    System.out.println(Table.legend());
    System.out.println(machine.line(plan));
    return !failed;
  }

  private RowResult row(Row row, String place) throws IOException, InterruptedException {
    Map<Contender, List<Double>> figures = new EnumMap<>(Contender.class);
    Set<Contender> taking = EnumSet.copyOf(present);
    taking.retainAll(row.contenders());
    progress.row(place, row.name());
    for (int fork = 1; fork <= plan.forks(); fork++) {
      for (Contender contender : List.copyOf(taking)) {
        progress.fork(place, row.name(), contender.title(), fork, plan.forks());
        switch (forks.run(contender, row)) {
          case Forks.Figures(List<Double> all) ->
            figures.computeIfAbsent(contender, _ -> new ArrayList<>()).addAll(Statistics.warm(all));
          case Forks.Failure(String why) -> {
            failed = true;
            figures.remove(contender);
            taking.remove(contender);
            progress.say(row.name() + " on " + contender.title() + ": " + why);
          }
        }
      }
    }
    Map<Contender, Statistics> statistics = new EnumMap<>(Contender.class);
    figures.forEach((contender, all) -> Statistics.of(all).ifPresent(s -> statistics.put(contender, s)));
    return new RowResult(row, statistics);
  }

  private boolean written(Machine machine) {
    if (json.isEmpty()) {
      return true;
    }
    try {
      Files.writeString(json.get(), JsonReport.of(results, machine, plan));
      return true;
    } catch (IOException e) {
      progress.say("--json: cannot write " + json.get() + ": " + e);
      return false;
    }
  }
}

package dev.ninefold.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line, and what it means. */
@Command(name = "./ninefold bench", sortOptions = false, usageHelpWidth = 110, description = "Runs the same work on Ninefold, on the BEAM and on Apache Pekko, fork by fork in turn, and prints a table.", footer = {
    "", "Exit status: 0; 1 if a fork failed or FILE cannot be written; 2 if the command line is wrong."})
final class Options {

  /** A command line that cannot be followed; the message is for the user. */
  static final class WrongOptions extends Exception {
    private static final long serialVersionUID = 1L;

    WrongOptions(String message) {
      super(message);
    }
  }

  @Option(names = "--quick", description = "Small rounds, one fork each: ends within two minutes on two cores.") private boolean quick;

  @Option(names = "--only", split = ",", paramLabel = "ROW", description = "These rows only, in the table's order.") private List<String> only =
      new ArrayList<>();

  @Option(names = "--forks", paramLabel = "N", description = "How many forks of each system and row; 5 if not said, quick 1.") private Optional<Integer> forks =
      Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes rows, medians, spreads, ratios, machine and flags there, too.") private Optional<Path> json =
      Optional.empty();

  @Option(names = "--scheduler", paramLabel = "portable|carrier", description = "Who schedules Ninefold's processes.") private SchedulerKind scheduler =
      SchedulerKind.PORTABLE;

  @Option(names = {"--help", "-h"}, usageHelp = true, description = "This text.") private boolean help;

  /** Reads a command line. */
  static Options parse(String... args) throws WrongOptions {
    Options options = new Options();
    try {
      commandLine(options).parseArgs(args);
    } catch (ParameterException wrong) {
      throw new WrongOptions(String.valueOf(wrong.getMessage()));
    }
    return options;
  }

  /** The text of {@code --help}. */
  static String usage() {
    return commandLine(new Options()).getUsageMessage() + "\nRows: " + names() + "\n";
  }

  private static CommandLine commandLine(Options options) {
    return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static String names() {
    return String.join(", ", Rows.all().stream().map(Row::name).toList());
  }

  boolean help() {
    return help;
  }

  Optional<Path> json() {
    return json;
  }

  /** What is to be done. */
  Plan plan() throws WrongOptions {
    for (String name : only) {
      if (Rows.named(name).isEmpty()) {
        throw new WrongOptions("--only: there is no row '" + name + "'; there are " + names() + ".");
      }
    }
    List<Row> rows = Rows.all().stream().filter(row -> only.isEmpty() || only.contains(row.name())).toList();
    Plan plan = (quick ? Plan.quick(rows) : Plan.full(rows)).on(scheduler);
    if (forks.isEmpty()) {
      return plan;
    }
    int count = forks.get();
    if (count < 1) {
      throw new WrongOptions("--forks: expected one or more, got " + count + ".");
    }
    return plan.withForks(count);
  }
}

package dev.ninefold.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line, and what it means. */
@Command(name = "./ninefold verify", sortOptions = false, usageHelpWidth = 110, description = "Looks for races, lost messages and leaks: jcstress, Lincheck, stress programs with conservation laws, a leak soak.", footer = {
    "", "Exit status: 0 if all held; 1 if something did not; 2 if the command line is wrong."})
final class Options {

  /** Who schedules the processes. */
  enum SchedulerKind {
    PORTABLE, CARRIER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A command line that cannot be followed; the message is for the user. */
  static final class WrongOptions extends Exception {
    private static final long serialVersionUID = 1L;

    WrongOptions(String message) {
      super(message);
    }
  }

  @Option(names = "--long", description = "The long lane: about half an hour. Without it the short one: about a minute.") private boolean longLane;

  @Option(names = "--only", split = ",", paramLabel = "NAME", description = "These checks only, in the order below.") private List<String> only =
      new ArrayList<>();

  @Option(names = "--minutes", paramLabel = "N", description = "How long each stress program runs; 1 in the long lane if not said.") private Optional<Integer> minutes =
      Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "Where each stress program begins: what a failure told.") private Optional<Long> seed =
      Optional.empty();

  @Option(names = "--scheduler", paramLabel = "portable|carrier", description = "Who schedules the processes; Ninefold's own choice if not said.") private Optional<SchedulerKind> scheduler =
      Optional.empty();

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
    StringBuilder text = new StringBuilder(commandLine(new Options()).getUsageMessage());
    text.append("\nChecks:\n");
    for (Check check : Checks.all()) {
      text.append(String.format("  %-13s %s%n", check.name(), check.what()));
    }
    return text.toString();
  }

  private static CommandLine commandLine(Options options) {
    return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
  }

  boolean help() {
    return help;
  }

  /** What is to be done. */
  Plan plan() throws WrongOptions {
    List<String> names = Checks.all().stream().map(Check::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new WrongOptions("--only: there is no check '" + name + "'; there are " + String.join(", ", names) + ".");
      }
    }
    if (minutes.isPresent() && minutes.get() < 1) {
      throw new WrongOptions("--minutes: expected one or more, got " + minutes.get() + ".");
    }
    List<Check> checks = Checks.all().stream().filter(check -> only.isEmpty() || only.contains(check.name())).toList();
    Plan.Lane lane = longLane ? Plan.Lane.LONG : Plan.Lane.SHORT;
    return new Plan(checks, lane, minutes.map(Duration::ofMinutes).orElse(lane.perProgram),
        seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000_000)),
        scheduler.map(SchedulerKind::toString).or(Options::inheritedScheduler));
  }

  private static Optional<String> inheritedScheduler() {
    return Optional.ofNullable(System.getProperty("ninefold.scheduler")).filter(kind -> !kind.isBlank());
  }
}

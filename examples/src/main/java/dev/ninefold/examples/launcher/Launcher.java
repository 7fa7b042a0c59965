package dev.ninefold.examples.launcher;

import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import java.util.List;
import java.util.Set;

/** Starts an example by name; without a name it lists them all. */
public final class Launcher {
  static final int OK = 0;
  static final int USAGE = 2;

  private static final Set<String> HELP = Set.of("--help", "-h");
  private static final String SCHEDULER = "--scheduler";
  private static final Set<String> SCHEDULERS = Set.of("portable", "carrier");

  private final Examples examples;
  private final Terminal terminal;

  Launcher(Examples examples, Terminal terminal) {
    this.examples = examples;
    this.terminal = terminal;
  }

  public static void main(String[] args) throws Exception {
    var status = new Launcher(new Examples(Examples.ALL), Terminal.standard()).run(args);
    if (status != OK) {
      System.exit(status);
    }
  }

  /** Runs the example that the first argument names, and answers with the exit status. */
  int run(String... args) throws Exception {
    var arguments = List.of(args);
    if (!arguments.isEmpty() && arguments.getFirst().equals(SCHEDULER)) {
      if (arguments.size() == 1 || !SCHEDULERS.contains(arguments.get(1))) {
        terminal.err()
            .println(SCHEDULER + ": expected portable or carrier, got "
                + (arguments.size() == 1 ? "nothing" : "'" + arguments.get(1) + "'"));
        return USAGE;
      }
      // Before the first process: the scheduler is chosen then.
      System.setProperty("ninefold.scheduler", arguments.get(1));
      arguments = arguments.subList(2, arguments.size());
    }
    if (arguments.isEmpty() || HELP.contains(arguments.getFirst())) {
      terminal.out()
          .print(
              "Usage: ./ninefold run [--scheduler portable|carrier] <example> [arguments]\n\nExamples:\n" + examples.listing());
      return OK;
    }
    var example = examples.find(arguments.getFirst());
    if (example.isEmpty()) {
      terminal.err()
          .print("There is no example named '" + arguments.getFirst() + "'. The examples are:\n" + examples.listing());
      return USAGE;
    }
    var rest = arguments.subList(1, arguments.size());
    if (rest.stream().anyMatch(HELP::contains)) {
      terminal.out().print(example.get().usage() + "\n\n" + example.get().description() + "\n");
      return OK;
    }
    try {
      return example.get().main().run(rest, terminal);
    } catch (UsageException e) {
      terminal.err().println(e.getMessage());
      return USAGE;
    }
  }
}

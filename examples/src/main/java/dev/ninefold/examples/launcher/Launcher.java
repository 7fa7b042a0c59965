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
    if (arguments.isEmpty() || HELP.contains(arguments.getFirst())) {
      terminal.out().print("Usage: ./ninefold run <example> [arguments]\n\nExamples:\n" + examples.listing());
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

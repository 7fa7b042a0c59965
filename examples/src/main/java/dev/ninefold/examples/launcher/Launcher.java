package dev.ninefold.examples.launcher;

import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import java.util.List;

/** Starts an example by name; without a name it lists them all. */
public final class Launcher {
  static final int OK = 0;
  static final int USAGE = 2;

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
    if (args.length == 0) {
      terminal.out().print("Usage: ./ninefold run <example> [arguments]\n\nExamples:\n" + examples.listing());
      return OK;
    }
    var arguments = List.of(args);
    var example = examples.find(arguments.getFirst());
    if (example.isEmpty()) {
      terminal.err()
          .print("There is no example named '" + arguments.getFirst() + "'. The examples are:\n" + examples.listing());
      return USAGE;
    }
    try {
      return example.get().main().run(arguments.subList(1, arguments.size()), terminal);
    } catch (UsageException e) {
      terminal.err().println(e.getMessage());
      return USAGE;
    }
  }
}

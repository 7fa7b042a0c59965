package dev.ninefold.examples.launcher;

import dev.ninefold.examples.terminal.Terminal;
import java.util.List;

/**
 * One program that {@code ./ninefold run} can start.
 *
 * @param name what the user types
 * @param description one line for the list of examples
 * @param options what may follow the name, as in a usage line; empty if nothing may
 * @param main the program, given the arguments after the name
 */
public record Example(String name, String description, String options, Main main) {

  /** The description with the options. */
  String summary() {
    return options.isEmpty() ? description : description + " " + options;
  }

  /** How to call it. */
  String usage() {
    return ("Usage: ./ninefold run " + name + " " + options).strip();
  }

  /** An example's entry point. */
  @FunctionalInterface
  public interface Main {
    /**
     * Runs the example to its end.
     *
     * @return the exit status
     * @throws dev.ninefold.examples.terminal.UsageException if it does not understand the arguments
     */
    int run(List<String> arguments, Terminal terminal) throws Exception;
  }
}

package dev.ninefold.examples.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Reads commands from a terminal, a line each, and carries them out until there is no more of them. */
public final class Console {

  private static final String PROMPT = "> ";

  /**
   * A command.
   *
   * @param name the word that begins the line
   * @param parameter what may follow it
   * @param description what it does, for help
   * @param action carries it out
   */
  public record Command(String name, Parameter parameter, String description, Action action) {

    /** What may follow the name of a command, and what help calls it. */
    public sealed interface Parameter {
      /** Nothing. */
      record None() implements Parameter {}

      /** Something that must be there. */
      record Required(String name) implements Parameter {}

      /** Something that may be there. */
      record Optional(String name) implements Parameter {}
    }

    /** A command without parameter. */
    public static Command of(String name, String description, Action action) {
      return new Command(name, new Parameter.None(), description, action);
    }

    /** A command that needs a parameter. */
    public static Command of(String name, String parameter, String description, Action action) {
      return new Command(name, new Parameter.Required(parameter), description, action);
    }

    String usage() {
      return switch (parameter) {
        case Parameter.None() -> name;
        case Parameter.Required(String what) -> name + " " + what;
        case Parameter.Optional(String what) -> name + " [" + what + "]";
      };
    }

    boolean takes(String argument) {
      return switch (parameter) {
        case Parameter.None() -> argument.isEmpty();
        case Parameter.Required _ -> !argument.isEmpty();
        case Parameter.Optional _ -> true;
      };
    }
  }

  /** Carries out a command. */
  @FunctionalInterface
  public interface Action {
    /**
     * Prints a result, then waits, if need be, until the next command may come.
     *
     * @param argument the rest of the line, without the space around it; empty if there is none
     * @param out where results go
     * @throws UsageException if it does not understand the argument
     */
    void run(String argument, PrintStream out);
  }

  private final Terminal terminal;
  private final List<Command> commands;
  private final BooleanSupplier goesOn;
  private final ReentrantLock busy = new ReentrantLock();
  private boolean quit;

  /**
   * A console. It knows {@code help} and {@code quit} by itself.
   *
   * @param goesOn asked before each line is read; false ends the console
   */
  public Console(Terminal terminal, List<Command> commands, BooleanSupplier goesOn) {
    this.terminal = terminal;
    this.goesOn = goesOn;
    this.commands = new ArrayList<>(commands);
    this.commands.add(Command.of("help", "prints this list", (_, out) -> out.print(help())));
    this.commands.add(Command.of("quit", "ends the program", (_, _) -> quit = true));
  }

  /** What came to an end. */
  public enum End {
    /** The user wants it: quit. */
    QUIT,
    /** The input, without that. */
    INPUT,
    /** What they were for. */
    NOTHING_LEFT
  }

  /** Reads and carries out commands until there is an end. What a command throws is told, and ends this, too. */
  public End run() throws IOException {
    while (!quit) {
      if (!goesOn.getAsBoolean()) {
        return End.NOTHING_LEFT;
      }
      prompt();
      String line = terminal.in().readLine();
      if (line == null) {
        return End.INPUT;
      }
      busy.lock();
      try {
        carryOut(line.strip());
      } finally {
        busy.unlock();
      }
    }
    return End.QUIT;
  }

  /**
   * Waits until the command that is being carried out has printed its result; not for one that has not come yet. Any thread may call it.
   *
   * @param patience how long at most
   * @return whether there was enough time
   */
  public boolean awaitResult(Duration patience) throws InterruptedException {
    boolean idle = busy.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (idle) {
      busy.unlock();
    }
    return idle;
  }

  private void prompt() {
    if (terminal.interactive()) {
      terminal.out().print(PROMPT);
      terminal.out().flush();
    }
  }

  private void carryOut(String line) {
    if (line.isEmpty()) {
      return;
    }
    String[] words = line.split("\\s+", 2);
    String argument = words.length == 1 ? "" : words[1];
    Optional<Command> command = commands.stream().filter(c -> c.name().equals(words[0])).findFirst();
    if (command.isEmpty()) {
      terminal.err().println("There is no command '" + words[0] + "'; 'help' lists them.");
    } else if (!command.get().takes(argument)) {
      terminal.err()
          .println(
              "'" + line + "': " + (argument.isEmpty() ? "something is missing" : "too much") + "; the command is: "
                  + command.get().usage());
    } else {
      try {
        command.get().action().run(argument, terminal.out());
      } catch (UsageException e) {
        terminal.err().println(e.getMessage());
      } catch (RuntimeException e) {
        terminal.err().println("'" + line + "' has failed, and there will be no more commands: " + e);
        throw e;
      }
    }
  }

  private String help() {
    int width = commands.stream().mapToInt(command -> command.usage().length()).max().orElse(0);
    StringBuilder lines = new StringBuilder();
    for (Command command : commands) {
      lines.append(command.usage()).repeat(' ', width - command.usage().length());
      lines.append("  ").append(command.description()).append('\n');
    }
    return lines.toString();
  }
}

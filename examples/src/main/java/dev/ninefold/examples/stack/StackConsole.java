package dev.ninefold.examples.stack;

import dev.ninefold.examples.terminal.Console;
import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.examples.terminal.Console.Command.Parameter;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.examples.terminal.Watch;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import java.util.List;

/** The commands with which one plays with the stack. */
final class StackConsole {

  private StackConsole() {}

  /** A console for the tree below that supervisor, which ends with it. */
  static Console of(Terminal terminal, Pid supervisor) {
    Watch server = new Watch(StackServer.SERVER, supervisor);
    return new Console(terminal,
        List.of(
            Command.of("push", "X", "puts X on the stack", (element, out) -> server.cast(() -> StackServer.push(element), out)),
            new Command("pop", new Parameter.Optional("N"),
                "takes the top off, or the top N; if there are not so many, the server crashes",
                (count, out) -> {
                  int wanted = count(count);
                  server.call(() -> String.join(" ", StackServer.pop(wanted)), out);
                }),
            Command.of("state", "prints the server's state, as it wants it shown",
                (_, out) -> server.call(() -> Sys.getStatus(StackServer.NAME).state(), out)),
            Command.of("tree", "prints the supervision tree",
                (_, out) -> out.print(Supervisor.tree(SupervisorRef.of(supervisor), Watch.PATIENCE)))),
        server::isThere);
  }

  private static int count(String argument) {
    try {
      int count = argument.isEmpty() ? 1 : Integer.parseInt(argument);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new UsageException("pop takes how many elements are wanted, 1 or more, got: " + argument);
  }
}

package dev.ninefold.examples.sequence;

import dev.ninefold.examples.terminal.Console;
import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.Watch;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import java.util.List;

/** The commands with which one plays with the server. */
final class SequenceConsole {

  private SequenceConsole() {}

  /** A console for the tree below that supervisor, which ends with it. */
  static Console of(Terminal terminal, Pid supervisor) {
    Watch server = new Watch(SequenceServer.SERVER, supervisor);
    return new Console(terminal,
        List.of(
            Command.of("next", "prints the number, and moves on to the next",
                (_, out) -> server.call(SequenceServer::nextNumber, out)),
            Command.of("increment", "X", "adds X to the number; if X is no number, the server crashes",
                (delta, out) -> server.cast(() -> SequenceServer.incrementNumber(delta), out)),
            Command.of("state", "prints the server's state, as it wants it shown",
                (_, out) -> server.call(() -> Sys.getStatus(SequenceServer.NAME).state(), out)),
            Command.of("tree", "prints the supervision tree",
                (_, out) -> out.print(Supervisor.tree(SupervisorRef.of(supervisor), Watch.PATIENCE)))),
        server::isThere);
  }
}

package dev.ninefold.examples.codelock;

import dev.ninefold.examples.terminal.Console;
import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.Watch;
import dev.ninefold.genstatem.StatemStatus;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import java.util.List;

/** The commands with which one stands before the door. */
final class CodeLockConsole {

  private CodeLockConsole() {}

  /** A console for the lock below that supervisor, which ends with it. */
  static Console of(Terminal terminal, Pid supervisor) {
    Watch lock = new Watch(CodeLock.LOCK, supervisor);
    return new Console(terminal,
        List.of(
            Command.of("press", "BUTTONS", "presses buttons, one after the other: press 1234; while the door is open they wait",
                (buttons, out) -> lock.cast(() -> buttons.chars().forEach(c -> CodeLock.button(Character.toString(c))), out)),
            Command.of("length", "prints how many buttons the code has", (_, out) -> lock.call(CodeLock::codeLength, out)),
            Command.of("state", "prints the state, and what waits",
                (_, out) -> lock.call(CodeLockConsole::state, out)),
            Command.of("tree", "prints the supervision tree",
                (_, out) -> out.print(Supervisor.tree(SupervisorRef.of(supervisor), Watch.PATIENCE)))),
        lock::isThere);
  }

  private static String state() {
    StatemStatus status = (StatemStatus) Sys.getStatus(CodeLock.LOCK).state();
    return status.state() + ", postponed: " + status.postponed() + ", timeouts: " + status.timeouts();
  }
}

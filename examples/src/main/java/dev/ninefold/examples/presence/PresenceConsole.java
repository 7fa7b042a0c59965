package dev.ninefold.examples.presence;

import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.examples.terminal.Console;
import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.examples.terminal.Watch;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The commands of who has no browser at hand. */
final class PresenceConsole {

  /** Has no screen. */
  private static final Tab.Page NOBODY_LOOKS = new Tab.Page() {
    @Override
    public boolean show(List<String> names) {
      return true;
    }

    @Override
    public boolean ping() {
      return true;
    }

    @Override
    public void close(int code, String reason) {}
  };

  private static final Duration NEVER = Duration.ofDays(36_500);

  /** The server has handled the ends of processes. */
  private record Gone(Ref ref) {}

  private final Watch server;
  private final Watch tabs;
  private final Pid supervisor;

  private PresenceConsole(Pid supervisor) {
    server = new Watch(Presence.PRESENCE, supervisor);
    tabs = new Watch(ServerRef.of(Tabs.NAME), supervisor);
    this.supervisor = supervisor;
  }

  /** A console for the tree below that supervisor, which ends with it. */
  static Console of(Terminal terminal, Pid supervisor) {
    PresenceConsole console = new PresenceConsole(supervisor);
    return new Console(terminal, console.commands(), console.server::isThere);
  }

  private List<Command> commands() {
    return List.of(
        Command.of("here", "prints who is here", (_, out) -> server.call(Presence::names, out)),
        Command.of("join", "NAME", "starts a process that is here under that name, as a tab of a browser is", this::join),
        Command.of("kill", "NAME", "kills the processes that are here under that name",
            (name, out) -> server.call(() -> kill(name), out)),
        Command.of("crash", "kills the server: the browsers connect to its successor by themselves",
            (_, out) -> server.cast(PresenceConsole::crash, out)),
        Command.of("tree", "prints the supervision tree",
            (_, out) -> out.print(Supervisor.tree(SupervisorRef.of(supervisor), Watch.PATIENCE))));
  }

  private void join(String name, PrintStream out) {
    if (!PresenceUpgrader.isName(name)) {
      throw new UsageException(
          "join: expected a name of 1 to " + PresenceUpgrader.LONGEST_NAME + " characters, got '" + name + "'");
    }
    tabs.call(() -> "ok, " + Tabs.start(name, NOBODY_LOOKS, NEVER), out);
  }

  /** Who asks at once might be told that they are still here: the server need not have been told yet. So this waits until it was. */
  private static String kill(String name) {
    List<Pid> pids = Presence.subscribers(name);
    if (pids.isEmpty()) {
      return "nobody is called " + name;
    }
    Pid self = Process.self();
    Ref ref = Process.makeRef();
    DebugFunction<List<Pid>> told = (killed, event, _) -> {
      if (event instanceof SystemEvent.NoReply(Presence.State state)
          && killed.stream().noneMatch(state.subscribers()::containsKey)) {
        Process.send(self, new Gone(ref));
        return DebugFunction.done();
      }
      return DebugFunction.next(killed);
    };
    Sys.install(Presence.PRESENCE, ref, told, pids);
    pids.forEach(pid -> Process.exit(pid, ExitReason.KILL));
    Optional<Gone> gone = Process.receive(ref, Gone.class, it -> it.ref() == ref, Watch.PATIENCE);
    return gone.isPresent() ? "ok, " + pids : "the server has not been told within " + Watch.PATIENCE.toSeconds() + " seconds";
  }

  private static void crash() {
    Presence.PRESENCE.whereis().ifPresent(pid -> Process.exit(pid, ExitReason.KILL));
  }
}

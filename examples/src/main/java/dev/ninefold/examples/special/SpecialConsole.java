package dev.ninefold.examples.special;

import static dev.ninefold.examples.special.ChannelAllocator.CH4;
import static dev.ninefold.examples.terminal.Watch.PATIENCE;

import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.Statistics;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.examples.terminal.Console;
import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.examples.terminal.Watch;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.CallException;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Ref;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The commands of who has channels handed out, and of who looks into the allocator meanwhile. */
final class SpecialConsole {

  private static final String COUNTER = "counter";
  private static final String SWITCH = "on|off";
  private static final String SWITCH_OR_GET = "on|off|get";

  private final Terminal terminal;
  private final Watch allocator;
  private final Pid supervisor;
  /** What was asked for while the allocator was suspended. */
  private final List<Ref> waiting = new ArrayList<>();

  private SpecialConsole(Terminal terminal, Pid supervisor) {
    this.terminal = terminal;
    this.allocator = new Watch(ServerRef.named(ChannelAllocator.NAME), supervisor);
    this.supervisor = supervisor;
  }

  /** A console for the allocator below that supervisor, which ends with it. */
  static Console of(Terminal terminal, Pid supervisor) {
    SpecialConsole console = new SpecialConsole(terminal, supervisor);
    return new Console(terminal, console.commands(), console.allocator::isThere);
  }

  private List<Command> commands() {
    return List.of(
        Command.of("alloc", "asks for a channel", (_, out) -> alloc(out)),
        Command.of("free", "N", "gives channel N back: free 1", this::free),
        observing("statistics", "counts its messages, or tells how many there were", on -> Sys.statistics(CH4, on),
            SpecialConsole::statistics),
        observing("trace", "prints what happens in it", on -> Sys.trace(CH4, on)),
        observing("log", "keeps what happens in it, the last ten events, or tells what was kept", on -> Sys.log(CH4, on),
            SpecialConsole::log),
        observing("install", "installs a function that counts the answers, or removes it", this::install),
        Command.of("status", "prints its status", (_, out) -> allocator.call(SpecialConsole::status, out)),
        Command.of("state", "prints its state: the channels that are allocated, and those that are free",
            (_, out) -> allocator.call(() -> Sys.getState(CH4), out)),
        Command.of("replace", "N", "replaces its state by one with N channels", this::replace),
        Command.of("suspend", "has it do nothing but answer sys", (_, out) -> ok(() -> Sys.suspend(CH4), out)),
        Command.of("resume", "has it go on", (_, out) -> resume(out)),
        Command.of("stop", "ends it by proc_lib:stop; its supervisor starts another",
            (_, out) -> end(() -> ProcLib.stop(CH4, ExitReason.NORMAL, PATIENCE), out)),
        Command.of("terminate", "REASON", "ends it by sys:terminate, with a reason that makes a crash report",
            (reason, out) -> end(() -> Sys.terminate(CH4, ExitReason.of(reason)), out)),
        Command.of("tree", "prints the supervision tree",
            (_, out) -> out.print(Supervisor.tree(SupervisorRef.of(supervisor), PATIENCE))));
  }

  // ---- channels

  /** A request to a suspended process waits in its mailbox; whoever waits for the answer could not resume it. */
  private void alloc(PrintStream out) {
    allocator.call(() -> {
      if (!Sys.getStatus(CH4).suspended()) {
        return words(ChannelAllocator.alloc(PATIENCE));
      }
      waiting.add(ChannelAllocator.request());
      return "ch4 is suspended: the request waits until it is resumed";
    }, out);
  }

  private static String words(Optional<Channel> channel) {
    return channel.map(Channel::toString).orElse("none is free");
  }

  /** Messages arrive in their order: once it has answered, it has handled what came before, if it is not suspended. */
  private void free(String number, PrintStream out) {
    Channel channel = new Channel(number("free", number));
    ok(() -> {
      ChannelAllocator.free(channel);
      Sys.getState(CH4);
    }, out);
  }

  private static int number(String command, String text) {
    return Options.number(command, text, 1, SpecialApplication.MOST);
  }

  // ---- sys

  private void ok(Runnable command, PrintStream out) {
    allocator.call(() -> {
      command.run();
      return "ok";
    }, out);
  }

  /** A command that begins to observe it, or ends that. */
  private Command observing(String name, String description, Consumer<Boolean> sys) {
    return Command.of(name, SWITCH, description, (what, out) -> observe(name, what, SWITCH, sys, out));
  }

  /** The same for what can be asked what it has seen. */
  private Command observing(String name, String description, Consumer<Boolean> sys, Supplier<String> get) {
    return Command.of(name, SWITCH_OR_GET, description, (what, out) -> {
      if (what.equals("get")) {
        allocator.call(get, out);
      } else {
        observe(name, what, SWITCH_OR_GET, sys, out);
      }
    });
  }

  private void observe(String name, String what, String expected, Consumer<Boolean> sys, PrintStream out) {
    boolean on = switch (what) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new UsageException(name + ": expected " + expected + ", got '" + what + "'");
    };
    ok(() -> sys.accept(on), out);
  }

  private static String statistics() {
    return Sys.getStatistics(CH4).map(SpecialConsole::words).orElse("no_statistics");
  }

  private static String words(Statistics counted) {
    return "[{start_time, " + counted.startTime() + "}, {current_time, " + counted.currentTime() + "}, {messages_in, "
        + counted.messagesIn() + "}, {messages_out, " + counted.messagesOut() + "}]";
  }

  private static String log() {
    return Sys.getLog(CH4).stream().map(SystemEvent::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String status() {
    SystemStatus status = Sys.getStatus(CH4);
    return "{status, " + status.pid() + ", {module, " + status.module() + "}, [" + status.dictionary() + ", "
        + (status.suspended() ? "suspended" : "running") + ", " + status.parent() + ", " + status.log() + ", " + status.state()
        + "]}";
  }

  private void install(boolean on) {
    if (!on) {
      Sys.remove(CH4, COUNTER);
      return;
    }
    DebugFunction<Integer> counter = (count, event, name) -> {
      if (!(event instanceof SystemEvent.Out)) {
        return DebugFunction.next(count);
      }
      terminal.out().println(name + " answers for the " + (count + 1) + ". time");
      return DebugFunction.next(count + 1);
    };
    Sys.install(CH4, COUNTER, counter, 0);
  }

  private void replace(String number, PrintStream out) {
    int count = number("replace", number);
    allocator.call(() -> {
      try {
        return Sys.replaceState(CH4, state -> ((Channels) state).resize(count));
      } catch (SysException e) {
        throw new UsageException(e.getMessage() + "; its state is as it was");
      }
    }, out);
  }

  private void resume(PrintStream out) {
    ok(() -> Sys.resume(CH4), out);
    answers(out);
  }

  private void end(Runnable sys, PrintStream out) {
    allocator.cast(() -> {
      try {
        sys.run();
      } catch (ExitException e) {
        throw new UsageException("ch4 did not end as it was told: " + e.reason());
      }
    }, out);
    answers(out);
  }

  /** What came of the requests that had to wait. */
  private void answers(PrintStream out) {
    for (Ref request : waiting) {
      out.println("the request that waited: " + answer(request));
    }
    waiting.clear();
  }

  private static String answer(Ref request) {
    try {
      return words(ChannelAllocator.await(request, PATIENCE));
    } catch (CallException e) {
      return "lost, for ch4 has ended: " + e.failure();
    }
  }
}

package dev.ninefold.examples.terminal;

import dev.ninefold.application.Application.Started;
import dev.ninefold.application.Applications;
import dev.ninefold.examples.terminal.Console.End;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** An application whose end is the end of its commands. */
public final class Program {

  private Program() {}

  /**
   * For an application's start: adds a process that carries out commands, and stops the application when there are no more. If the
   * application ends by itself, there is nothing to stop. If a command fails, its tree is ended with that as the reason.
   *
   * @param application its name
   * @param started what became of its tree
   * @param console makes the console, given the top of the tree
   */
  public static Started withConsole(String application, Started started, Function<Pid, Console> console) {
    return withConsole(application, started, console, EnumSet.of(End.QUIT, End.INPUT));
  }

  /** The same for one that others use, too, and that may have been started without a terminal: only {@code quit} stops it. */
  public static Started serverWithConsole(String application, Started started, Function<Pid, Console> console) {
    return withConsole(application, started, console, EnumSet.of(End.QUIT));
  }

  private static Started withConsole(String application, Started started, Function<Pid, Console> console, Set<End> stops) {
    return switch (started) {
      case Started.Ok(Pid top, Object _) -> {
        Console commands = console.apply(top);
        Process.spawn(() -> run(application, top, commands, stops));
        yield Started.ok(top, commands);
      }
      case Started.Error _, Started.Ignore _ -> started;
    };
  }

  private static void run(String application, Pid top, Console commands, Set<End> stops) {
    // What does not run yet cannot be stopped.
    Applications.ensureStarted(application);
    try {
      if (stops.contains(commands.run())) {
        Applications.stop(application);
      }
    } catch (ProcessKilledError killed) {
      throw killed;
    } catch (Throwable e) {
      endBecauseOf(e, top);
    }
  }

  /** Nobody could give commands any more. An application that has ended so, and was not stopped, is reported, and is a failure of the program. */
  private static void endBecauseOf(Throwable failure, Pid top) {
    try {
      Supervisor.stop(SupervisorRef.of(top), ExitReason.crashed(failure), Timeout.INFINITY);
    } catch (ExitException _) {
      // It is ending already.
    }
  }

  /** For an application's stop, after which the console is gone: lets it say what came of the last command. */
  public static void letSpeak(Object state) throws InterruptedException {
    if (state instanceof Console console) {
      console.awaitResult(Watch.PATIENCE);
    }
  }
}

package dev.ninefold.examples.terminal;

import dev.ninefold.application.Application.Started;
import dev.ninefold.application.Applications;
import dev.ninefold.examples.terminal.Console.End;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.util.function.Function;

/** An application whose end is the end of its commands. */
public final class Program {

  private Program() {}

  /**
   * For an application's start: adds a process that carries out commands, and stops the application when there are no more. If the
   * application ends by itself, there is nothing to stop.
   *
   * @param application its name
   * @param started what became of its tree
   * @param console makes the console, given the top of the tree
   */
  public static Started withConsole(String application, Started started, Function<Pid, Console> console) {
    return switch (started) {
      case Started.Ok(Pid top, Object _) -> {
        Console commands = console.apply(top);
        Process.spawn(() -> run(application, commands));
        yield Started.ok(top, commands);
      }
      case Started.Error _, Started.Ignore _ -> started;
    };
  }

  private static void run(String application, Console commands) throws Exception {
    // What does not run yet cannot be stopped.
    Applications.ensureStarted(application);
    End end = End.INPUT;
    try {
      end = commands.run();
    } finally {
      if (end != End.NOTHING_LEFT) {
        Applications.stop(application);
      }
    }
  }

  /** For an application's stop, after which the console is gone: lets it say what came of the last command. */
  public static void letSpeak(Object state) throws InterruptedException {
    if (state instanceof Console console) {
      console.awaitResult(Watch.PATIENCE);
    }
  }
}

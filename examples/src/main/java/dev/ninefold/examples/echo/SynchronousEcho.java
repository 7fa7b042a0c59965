package dev.ninefold.examples.echo;

import dev.ninefold.examples.echo.AsynchronousEcho.Said;
import dev.ninefold.examples.echo.AsynchronousEcho.Say;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.io.PrintStream;

/** Step 2. The server stays as it is. Its clients get a function, and need to know nothing of messages. */
final class SynchronousEcho {

  private SynchronousEcho() {}

  static String echo(Pid server, String text) {
    Process.send(server, new Say(Process.self(), text));
    return Process.receive(Said.class).text();
  }

  static void show(PrintStream out) {
    Pid server = AsynchronousEcho.start();
    out.println("   echo(hello) = " + echo(server, "hello"));
    out.println("   echo(world) = " + echo(server, "world"));
    Process.exit(server, ExitReason.SHUTDOWN);
  }
}

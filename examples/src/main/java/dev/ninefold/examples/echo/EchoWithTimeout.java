package dev.ninefold.examples.echo;

import dev.ninefold.examples.echo.AsynchronousEcho.Said;
import dev.ninefold.examples.echo.AsynchronousEcho.Say;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Step 3. A message to a process that has ended disappears, and the function of step 2 would wait for ever. This one gives up after a
 * while.
 */
final class EchoWithTimeout {

  static final Duration SHORT = Duration.ofMillis(20);
  static final Duration LONG = Duration.ofSeconds(30);

  private EchoWithTimeout() {}

  static Optional<String> echo(Pid server, String text, Duration timeout) {
    Process.send(server, new Say(Process.self(), text));
    return Process.receive(Said.class, _ -> true, timeout).map(Said::text);
  }

  static void show(PrintStream out) {
    Pid server = AsynchronousEcho.start();
    out.println("   echo(hello) = " + words(echo(server, "hello", LONG)));
    Process.exit(server, ExitReason.SHUTDOWN);
    out.println("   the server is told to shut down");
    out.println("   echo(hello) = " + words(echo(server, "hello", SHORT)));
  }

  static String words(Optional<String> answer) {
    return answer.orElse("no answer in time");
  }
}

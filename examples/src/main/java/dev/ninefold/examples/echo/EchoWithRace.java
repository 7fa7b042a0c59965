package dev.ninefold.examples.echo;

import static dev.ninefold.examples.echo.EchoWithTimeout.LONG;
import static dev.ninefold.examples.echo.EchoWithTimeout.SHORT;
import static dev.ninefold.examples.echo.EchoWithTimeout.words;

import dev.ninefold.examples.echo.AsynchronousEcho.Said;
import dev.ninefold.examples.echo.AsynchronousEcho.Say;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.io.PrintStream;

/**
 * Step 5. Who gives up waiting is answered all the same, only later, and the answers all look alike. So from then on each question gets the
 * answer to the one before.
 */
final class EchoWithRace {

  /** Sent to a server that pauses: it goes on. In real life that would be a disk that has woken up. */
  record GoOn() {}

  private EchoWithRace() {}

  static Pid start() {
    return Process.spawn(EchoWithRace::loop);
  }

  private static void loop() {
    while (true) {
      switch (Process.receive()) {
        case Say(Pid from, String text) -> {
          pauseIfSlow(text);
          Process.send(from, new Said(text));
        }
        case Object _ -> {} // dropped
      }
    }
  }

  /** Over some questions the server takes its time: until it is told to go on. Meanwhile all other messages wait. */
  static void pauseIfSlow(String text) {
    if (text.startsWith("slow")) {
      Process.receive(GoOn.class);
    }
  }

  static void show(PrintStream out) {
    Pid server = start();
    out.println("   echo(slow question) = " + words(EchoWithTimeout.echo(server, "slow question", SHORT)));
    Process.send(server, new GoOn());
    out.println("   echo(next question) = " + words(EchoWithTimeout.echo(server, "next question", LONG)));
    out.println("   echo(last question) = " + words(EchoWithTimeout.echo(server, "last question", LONG)));
    Process.receive(Said.class); // the answer to the last question, for which nobody waits any more
    Process.exit(server, ExitReason.SHUTDOWN);
  }
}

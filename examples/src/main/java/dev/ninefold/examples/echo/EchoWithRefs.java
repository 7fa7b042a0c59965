package dev.ninefold.examples.echo;

import static dev.ninefold.examples.echo.EchoWithTimeout.LONG;
import static dev.ninefold.examples.echo.EchoWithTimeout.SHORT;
import static dev.ninefold.examples.echo.EchoWithTimeout.words;

import dev.ninefold.examples.echo.EchoWithRace.GoOn;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Step 6. A question carries a reference that no other question has, the answer carries it back, and the client receives that answer and no
 * other. A late one is never mistaken; it stays in the mailbox, though. {@code GenServer.call} closes that gap too: there it vanishes.
 */
final class EchoWithRefs {

  /** The question. */
  record Say(Pid from, Ref ref, String text) {}

  /** The answer to the question with the reference. */
  record Said(Ref ref, String text) {}

  private EchoWithRefs() {}

  static Pid start() {
    return Process.spawn(EchoWithRefs::loop);
  }

  private static void loop() {
    while (true) {
      switch (Process.receive()) {
        case Say(Pid from, Ref ref, String text) -> {
          EchoWithRace.pauseIfSlow(text);
          Process.send(from, new Said(ref, text));
        }
        case Object _ -> {} // dropped
      }
    }
  }

  static Optional<String> echo(Pid server, String text, Duration timeout) {
    Ref ref = Process.makeRef();
    Process.send(server, new Say(Process.self(), ref, text));
    return Process.receive(ref, Said.class, said -> said.ref().equals(ref), timeout).map(Said::text);
  }

  static void show(PrintStream out) {
    Pid server = start();
    out.println("   echo(slow question) = " + words(echo(server, "slow question", SHORT)));
    Process.send(server, new GoOn());
    out.println("   echo(next question) = " + words(echo(server, "next question", LONG)));
    out.println("   echo(last question) = " + words(echo(server, "last question", LONG)));
    out.println("   nobody waits for the late answer: " + Process.receive(Said.class).text());
    Process.exit(server, ExitReason.SHUTDOWN);
  }
}

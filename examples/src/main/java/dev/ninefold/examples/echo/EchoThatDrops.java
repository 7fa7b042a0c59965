package dev.ninefold.examples.echo;

import static dev.ninefold.examples.echo.EchoWithTimeout.LONG;

import dev.ninefold.examples.echo.AsynchronousEcho.Said;
import dev.ninefold.examples.echo.AsynchronousEcho.Say;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.term.ExitReason;
import java.io.PrintStream;

/**
 * Step 4. Anybody can send anything to a process. The server of step 1 receives questions only, so that everything else stays in its
 * mailbox as long as it lives. This one receives all there is, and drops what it does not understand.
 */
final class EchoThatDrops {

  private EchoThatDrops() {}

  static Pid start(PrintStream out) {
    return Process.spawn(() -> loop(out));
  }

  private static void loop(PrintStream out) {
    while (true) {
      switch (Process.receive()) {
        case Say(Pid from, String text) -> Process.send(from, new Said(text));
        case Object other -> out.println("   the server drops " + other);
      }
    }
  }

  static void show(PrintStream out) {
    out.println("   the server of step 1:");
    bother(AsynchronousEcho.start(), out);
    out.println("   a server that receives everything:");
    bother(start(out), out);
  }

  private static void bother(Pid server, PrintStream out) {
    Process.send(server, 42);
    Process.send(server, "Is anybody there?");
    // Messages from one process to another arrive in their order: once this is answered, the others have arrived.
    out.println("   echo(hello) = " + EchoWithTimeout.words(EchoWithTimeout.echo(server, "hello", LONG)));
    out.println("   messages left in its mailbox: " + mailbox(server));
    Process.exit(server, ExitReason.SHUTDOWN);
  }

  static int mailbox(Pid server) {
    return Process.info(server).map(ProcessInfo::messageQueueLength).orElse(0);
  }
}

package dev.ninefold.examples.echo;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.io.PrintStream;

/** Step 1. A process that sends back what it is sent. Whoever asks goes on at once, and looks into its mailbox later. */
final class AsynchronousEcho {

  /** The question says where the answer is to go: a message does not tell who sent it. */
  record Say(Pid from, String text) {}

  /** The answer. */
  record Said(String text) {}

  private AsynchronousEcho() {}

  static Pid start() {
    return Process.spawn(AsynchronousEcho::loop);
  }

  private static void loop() {
    while (true) {
      Say say = Process.receive(Say.class);
      Process.send(say.from(), new Said(say.text()));
    }
  }

  static void show(PrintStream out) {
    Pid server = start();
    Process.send(server, new Say(Process.self(), "hello"));
    Process.send(server, new Say(Process.self(), "world"));
    out.println("   sent hello and world; the client does something else");
    out.println("   received " + Process.receive(Said.class).text());
    out.println("   received " + Process.receive(Said.class).text());
    Process.exit(server, ExitReason.SHUTDOWN);
  }
}

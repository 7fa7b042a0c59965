package dev.ninefold.examples.echo;

import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.process.Node;
import java.io.PrintStream;
import java.util.List;

/** The lesson: runs its steps one after the other, and prints what happens. */
public final class EchoLesson {

  private EchoLesson() {}

  /** The program behind {@code ./ninefold run echo}. */
  public static int main(List<String> arguments, Terminal terminal) throws Exception {
    UsageException.refuseArguments("echo", arguments);
    // Receiving is for processes; the thread that runs main is none.
    Node.current().run(() -> {
      run(terminal.out());
      return "done";
    });
    return 0;
  }

  /** All steps, in the calling process. */
  static void run(PrintStream out) {
    out.println("1. Asynchronous: send now, receive when you like.");
    AsynchronousEcho.show(out);
    out.println("2. Synchronous: sending and receiving become one function.");
    SynchronousEcho.show(out);
    out.println("3. Timeout: nobody waits for ever for a server that is gone.");
    EchoWithTimeout.show(out);
    out.println("4. Messages of another shape: what is never received piles up, so the server drops it.");
    EchoThatDrops.show(out);
    out.println("5. The race: a late answer is taken for the answer to the next question.");
    EchoWithRace.show(out);
    out.println("6. References: each question knows its answer.");
    EchoWithRefs.show(out);
  }
}

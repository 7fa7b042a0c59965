package dev.ninefold.examples.tutorial;

import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.examples.tutorial.SmallSupervisor.Child;
import dev.ninefold.examples.tutorial.SmallSupervisor.Running;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/** The lesson: uses the small server and the small supervisor, step by step, and prints what happens. */
public final class TutorialLesson {

  private final PrintStream out;

  TutorialLesson(PrintStream out) {
    this.out = out;
  }

  /** The program behind {@code ./ninefold run tutorial}. */
  public static int main(List<String> arguments, Terminal terminal) throws Exception {
    UsageException.refuseArguments("tutorial", arguments);
    Node.current().run(() -> {
      new TutorialLesson(terminal.out()).run();
      return "done";
    });
    return 0;
  }

  /** All steps, in the calling process. */
  void run() {
    out.println("1. A server: its loop is written once; the stack says only what push and pop do.");
    server();
    out.println("2. Names: a server is found by its name, and a name belongs to one server.");
    names();
    out.println("3. A call fails when the server does, and at once.");
    crash();
    out.println("4. A supervisor: it is linked to its children, traps exits, and starts anew what has ended.");
    supervisor();
  }

  private void server() {
    Pid pid = SmallStack.startLink("stack", "apple").orExit();
    SmallStack.push("stack", "pear");
    out.println("   pushed pear onto apple");
    out.println("   pop() = " + SmallStack.pop("stack"));
    out.println("   pop() = " + SmallStack.pop("stack"));
    SmallGenServer.stop(pid);
    out.println("   stopped");
  }

  private void names() {
    Pid pid = SmallStack.startLink("stack").orExit();
    out.println("   startLink(\"stack\") = ok");
    out.println("   startLink(\"stack\") = " + words(SmallStack.startLink("stack")));
    out.println("   startLink(\"\") = " + words(SmallStack.startLink("")));
    SmallGenServer.stop(pid);
    out.println("   stopped; startLink(\"stack\") = " + words(SmallStack.startLink("stack")));
    Process.whereis("stack").ifPresent(SmallGenServer::stop);
  }

  private void crash() {
    out.println("   pop() of nobody = " + outcome(() -> SmallStack.pop("stack")));
    // The link would end this process together with its server; it wants to tell the story.
    Process.trapExit(true);
    SmallStack.startLink("stack").orExit();
    out.println("   pop() of the empty stack = " + outcome(() -> SmallStack.pop("stack")));
    Process.trapExit(false);
  }

  private void supervisor() {
    Pid supervisor = SmallSupervisor.startLink();
    out.println("   children = " + ids(supervisor));
    Child fruit = new Child("fruit", () -> SmallStack.startLink("stack", "apple"));
    out.println("   startChild(fruit) = " + words(SmallSupervisor.startChild(supervisor, fruit)));
    out.println("   children = " + ids(supervisor));

    out.println("   pop() = " + SmallStack.pop("stack"));
    out.println("   pop() of the empty stack = " + outcome(() -> SmallStack.pop("stack")));
    awaitRestart(supervisor);
    out.println("   the supervisor has started it again, with what it began with");
    out.println("   pop() = " + SmallStack.pop("stack"));

    SmallSupervisor.stop(supervisor);
    out.println("   stopped the supervisor; the stack is " + (Process.whereis("stack").isPresent() ? "there" : "gone"));
  }

  /** The caller and the supervisor learn of the crash in no certain order, so the caller asks until there is a successor. */
  private static void awaitRestart(Pid supervisor) {
    while (SmallSupervisor.whichChildren(supervisor).getFirst().restarts() == 0) {
      Process.yield();
    }
  }

  private static List<String> ids(Pid supervisor) {
    return SmallSupervisor.whichChildren(supervisor).stream().map(Running::child).map(Child::id).toList();
  }

  private static String outcome(Supplier<String> call) {
    try {
      return call.get();
    } catch (ExitException e) {
      return "exit: " + e.reason();
    }
  }

  private static String words(Started started) {
    return switch (started) {
      case Started.Ok _ -> "ok";
      case Started.Failed(Object reason) -> "error, " + reason;
    };
  }
}

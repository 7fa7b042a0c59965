package dev.ninefold.examples.errorman;

import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerExit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerRestart;
import dev.ninefold.genevent.ManagerRef;
import dev.ninefold.genevent.RestartRule;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The lesson: what the manual does with {@code error_man}, step by step, and what it has to say of a handler that fails. */
public final class ErrorMan {

  private static final ManagerRef<ErrorEvent> ERROR_MAN = ManagerRef.named("error_man");
  private static final ErrorEvent NO_REPLY = new ErrorEvent.NoReply();

  private final PrintStream out;
  private final Path folder;

  private ErrorMan(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /** The program behind {@code ./ninefold run error_man}. */
  public static int main(List<String> arguments, Terminal terminal) throws Exception {
    UsageException.refuseArguments("error_man", arguments);
    Path folder = Files.createTempDirectory("error_man");
    try {
      // The owner of a handler is a process; the thread that runs main is none.
      Node.current().run(() -> {
        new ErrorMan(terminal.out(), folder).run();
        return "done";
      });
    } finally {
      for (String name : List.of("first.log", "second.log")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
    return 0;
  }

  private void run() throws IOException {
    out.println("1. Starting an event manager, and adding a handler.");
    GenEvent.start(StartOptions.named("error_man")).orElseThrow();
    GenEvent.addHandler(ERROR_MAN, TerminalLogger.KEY, () -> new TerminalLogger(out));
    GenEvent.syncNotify(ERROR_MAN, NO_REPLY);

    out.println("2. A second handler: the newest comes first, and each gets each event.");
    Path first = folder.resolve("first.log");
    GenEvent.addSupHandler(ERROR_MAN, FileLogger.KEY, () -> new FileLogger(first));
    show("which_handlers = " + handlers());
    GenEvent.syncNotify(ERROR_MAN, new ErrorEvent.DiskFull("/var"));
    show("the file has: " + Files.readString(first).strip());
    show("call(file_logger, count) = " + GenEvent.call(ERROR_MAN, FileLogger.KEY, new FileLogger.Count()));

    out.println("3. Deleting a handler: the other one goes on.");
    show("delete_handler(terminal_logger) = " + GenEvent.deleteHandler(ERROR_MAN, TerminalLogger.KEY, "enough"));
    GenEvent.syncNotify(ERROR_MAN, NO_REPLY);
    show("the file has " + Files.readAllLines(first).size() + " lines");

    out.println("4. Swapping: another file, and the count goes on. The owner is told.");
    Path second = folder.resolve("second.log");
    GenEvent.swapHandler(ERROR_MAN, FileLogger.KEY, "rotate", FileLogger.KEY, () -> new FileLogger(second));
    show("gen_event_EXIT: " + reason(Process.receive(HandlerExit.class)));
    GenEvent.syncNotify(ERROR_MAN, NO_REPLY);
    show("call(file_logger, count) = " + GenEvent.call(ERROR_MAN, FileLogger.KEY, new FileLogger.Count()));

    out.println("5. A handler that fails is removed, the owner is told; until it adds it again, errors are lost.");
    GenEvent.notify(ERROR_MAN, new ErrorEvent.Garbled(7));
    GenEvent.notify(ERROR_MAN, NO_REPLY);
    show("gen_event_EXIT: " + reason(Process.receive(HandlerExit.class)));
    show("which_handlers = " + handlers());

    out.println("6. In place: it is installed again before the next error comes, and none is lost.");
    RestartRule rule = RestartRule.DEFAULT.withLastGoodState();
    GenEvent.addSupHandler(ERROR_MAN, FileLogger.KEY, () -> new FileLogger(second), rule);
    GenEvent.notify(ERROR_MAN, NO_REPLY);
    GenEvent.notify(ERROR_MAN, new ErrorEvent.Garbled(7));
    GenEvent.notify(ERROR_MAN, NO_REPLY);
    HandlerRestart restart = Process.receive(HandlerRestart.class);
    show("restarted because of " + restart.message().orElseThrow() + ": " + restart.failure());
    show("call(file_logger, count) = " + GenEvent.call(ERROR_MAN, FileLogger.KEY, new FileLogger.Count()));

    out.println("7. Stopping: each handler may clean up.");
    GenEvent.stop(ERROR_MAN);
    show("gen_event_EXIT: " + reason(Process.receive(HandlerExit.class)));
  }

  private void show(String line) {
    out.println("   " + line);
  }

  private static String handlers() {
    return GenEvent.whichHandlers(ERROR_MAN).stream().map(ErrorMan::name).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String name(HandlerKey<?> handler) {
    return handler.equals(FileLogger.KEY) ? "file_logger" : "terminal_logger";
  }

  private static String reason(HandlerExit exit) {
    return exit.reason() instanceof HandlerExit.Reason.Swapped(HandlerKey<?> newHandler, var _)
        ? "{swapped, " + name(newHandler) + "}"
        : exit.reason().toString();
  }
}

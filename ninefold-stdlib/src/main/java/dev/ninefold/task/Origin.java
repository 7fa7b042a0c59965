package dev.ninefold.task;

import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.NoCatch;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.Body;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.Level;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Where a task comes from, and how it runs.
 *
 * @param starter the process that started it; empty if it was an ordinary thread
 * @param callers that process, who called that, and so on
 */
record Origin(Optional<Pid> starter, List<Pid> callers) {

  /** The first message of a task with a result: through what to send that. A thread sends a {@link ReplyPlace}. */
  record Begin(Ref reply) {}

  static Origin here() {
    if (!Process.isProcess()) {
      return new Origin(Optional.empty(), List.of());
    }
    Pid self = Process.self();
    return new Origin(Optional.of(self), Stream.concat(Stream.of(self), Task.callers().stream()).toList());
  }

  static SpawnOptions options(Object code) {
    return SpawnOptions.DEFAULT.withInitialCall(InitialCall.of(code, "run"));
  }

  /** A task that nobody awaits. */
  Body plain(Body code) {
    return () -> run(code, () -> {
      code.run();
      return Task.class;
    });
  }

  /** A task that waits until it knows where the result is to go. */
  Body answering(Callable<?> code) {
    return () -> {
      Object to = Process.receive(Object.class, message -> message instanceof Begin || message instanceof ReplyPlace);
      if (to instanceof ReplyPlace place) {
        place.defer();
      }
      Object value = run(code, code);
      if (to instanceof ReplyPlace place) {
        place.reply(value);
      } else if (to instanceof Begin(Ref reply)) {
        Process.send(reply, new Task.Reply<>(reply, value));
      }
    };
  }

  private <T> T run(Object function, Callable<T> code) throws Exception {
    if (!callers.isEmpty()) {
      Process.put(Task.CALLERS, callers);
    }
    try {
      return code.call();
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      // Elixir's tasks make this report and no crash report.
      CrashReport.omit();
      if (!(e instanceof ExitException exit && exit.reason().isSilent())) {
        Pid self = Process.self();
        Node.current()
            .report(Level.ERROR, TaskReport.LABEL, () -> new TaskReport(self, starter, function, reason(e), Process.label(self)));
      }
      throw e;
    }
  }

  private static ExitReason reason(Throwable thrown) {
    return switch (thrown) {
      case ExitException exit -> exit.reason();
      case ThrownException value -> new ExitReason.Other(new NoCatch(value.value()));
      case Throwable other -> new ExitReason.Crashed(other);
    };
  }
}

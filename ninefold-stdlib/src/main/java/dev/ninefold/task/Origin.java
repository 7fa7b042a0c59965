package dev.ninefold.task;

import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.NoCatch;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.Body;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.Level;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
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

  /** How long a task of a supervisor waits for its work. */
  private static final Duration BEGIN = Duration.ofSeconds(5);

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

  /**
   * A task that waits until it knows where the result is to go.
   *
   * @param function what reports call its code
   */
  Body answering(Object function, Callable<?> code) {
    return () -> answer(Process.receive(Object.class, Origin::begins), function, code);
  }

  /**
   * The same for a task of a supervisor, between whose start and first message its owner may be gone: TS-6.
   *
   * @param owner the process that is to begin it; empty if that is an ordinary thread
   */
  Body supervised(Optional<Pid> owner, Object function, Callable<?> code) {
    return () -> {
      Optional<Ref> monitor = owner.map(Process::monitor);
      Object first = Process.receive(Object.class, message -> begins(message) || isDown(monitor, message), BEGIN)
          .orElseThrow(() -> new ExitException(TaskTimeoutException.TIMEOUT));
      if (first instanceof Info.Down down) {
        throw new ExitException(ExitReason.shutdown(down.reason()));
      }
      monitor.ifPresent(ref -> Process.demonitor(ref, DemonitorOption.FLUSH));
      answer(first, function, code);
    };
  }

  private static boolean isDown(Optional<Ref> monitor, Object message) {
    return message instanceof Info.Down down && monitor.equals(Optional.of(down.ref()));
  }

  private static boolean begins(Object message) {
    return message instanceof Begin || message instanceof ReplyPlace;
  }

  private void answer(Object to, Object function, Callable<?> code) throws Exception {
    if (to instanceof ReplyPlace place) {
      place.defer();
    }
    Object value = run(function, code);
    if (to instanceof ReplyPlace place) {
      place.reply(value);
    } else if (to instanceof Begin(Ref reply)) {
      Process.send(reply, new Task.Reply<>(reply, value));
    }
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

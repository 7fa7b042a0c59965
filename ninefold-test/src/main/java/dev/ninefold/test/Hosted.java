package dev.ninefold.test;

import dev.ninefold.process.CallException.CallInterruptedException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A plain process that runs what others give it, one after the other, and does nothing else. Any thread may use it. */
final class Hosted {

  /**
   * What it runs.
   *
   * @param <T> the result
   */
  @FunctionalInterface
  interface Code<T extends @Nullable Object> {
    T run() throws Throwable;
  }

  private record Task(Code<?> code) {}

  private record Outcome(@Nullable Object value, @Nullable Throwable thrown) {}

  private final String label;
  private final Pid pid;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  Hosted(Node node, String label) {
    this.label = label;
    pid = Process.spawn(SpawnOptions.DEFAULT.withNode(node).withLabel(label), Hosted::serve);
  }

  private static void serve() {
    while (true) {
      ReplyPlace place = Process.receive(ReplyPlace.class, asked -> asked.request() instanceof Task);
      // Whatever ends this process from now on ends the call.
      place.defer();
      place.reply(outcome(((Task) place.request()).code()));
    }
  }

  private static Outcome outcome(Code<?> code) {
    try {
      return new Outcome(code.run(), null);
    } catch (ProcessKilledError end) {
      throw end;
    } catch (Throwable thrown) {
      return new Outcome(null, thrown);
    }
  }

  Pid pid() {
    return pid;
  }

  /**
   * Runs code in the process and waits for it.
   *
   * @throws ProcessEndedError if the process has ended, or ends meanwhile
   * @throws Throwable what the code throws
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // the result is that of the code
  <T extends @Nullable Object> T run(Code<T> code) throws Throwable {
    if (Process.isProcess() && Process.self() == pid) {
      return code.run();
    }
    Outcome outcome = given(code);
    if (outcome.thrown() != null) {
      throw Frames.withThoseOfTheCaller(outcome.thrown());
    }
    return (T) outcome.value();
  }

  /** The same for code that throws no checked exception. */
  <T> T get(Code<T> code) {
    try {
      return run(code);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome given(Code<?> code) {
    oneAtATime.lock();
    try {
      return (Outcome) Objects.requireNonNull(Calls.call(label, pid, new Task(code), Timeout.INFINITY));
    } catch (ServerExitedException | NoProcessException e) {
      throw new ProcessEndedError(label, pid, e.failure());
    } catch (CallInterruptedException e) {
      AssertionError here = new AssertionError(label + " " + pid + " was here when it was interrupted");
      here.setStackTrace(Process.stacktrace(pid).toArray(StackTraceElement[]::new));
      e.addSuppressed(here);
      throw e;
    } finally {
      oneAtATime.unlock();
    }
  }

  /** The process ends, and what is linked to it with it. */
  void stop() {
    Process.exit(pid, ExitReason.SHUTDOWN);
    // If it traps exits.
    Process.exit(pid, ExitReason.KILL);
  }

  /** The process that should have run something has ended. */
  static final class ProcessEndedError extends AssertionError {
    private static final long serialVersionUID = 1L;

    ProcessEndedError(String label, Pid pid, ExitReason reason) {
      super(label + " " + pid + " was ended from outside: " + reason
          + "; expected that it lives as long as it is used. It ends with what it is linked to, for example what it started by"
          + " startLink: start that by TestKit.startSupervised, or trap exits", cause(reason));
    }

    private static @Nullable Throwable cause(ExitReason reason) {
      return reason instanceof ExitReason.Crashed(Throwable cause) ? cause : null;
    }
  }
}

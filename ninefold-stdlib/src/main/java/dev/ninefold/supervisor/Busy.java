package dev.ninefold.supervisor;

import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.time.Duration;
import java.util.Optional;

/**
 * What a supervisor waits for just now: a start function, or the end of a child. Found in its dictionary, so that it can be seen while
 * the supervisor answers nobody; see {@link Supervisor#busyWith}.
 *
 * @param action what it does
 * @param id the child
 * @param pid the process that is to end
 * @param since when it began, on the clock of its node
 */
public record Busy(Action action, Object id, Optional<Pid> pid, Duration since) {

  private static final String KEY = "$supervisor_busy";

  /** What a supervisor waits for. */
  public enum Action {
    /** The child's start function. */
    STARTING,
    /** The end of the child. */
    STOPPING
  }

  static void starting(Object id) {
    Process.put(KEY, new Busy(Action.STARTING, id, Optional.empty(), now()));
  }

  static void stopping(Object id, Pid pid) {
    Process.put(KEY, new Busy(Action.STOPPING, id, Optional.of(pid), now()));
  }

  static void done() {
    Process.erase(KEY);
  }

  static Optional<Busy> of(Pid supervisor) {
    return Optional.ofNullable((Busy) Process.dictionary(supervisor).get(KEY));
  }

  private static Duration now() {
    return Duration.ofNanos(Node.current().clock().nanoTime());
  }
}

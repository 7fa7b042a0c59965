package dev.ninefold.task;

import dev.ninefold.process.ExitException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;

/**
 * A task that was awaited gave no result. Left uncaught in a process it ends the process with Elixir's
 * {@code {Reason, {Task, :await, [Task, Timeout]}}}.
 */
public abstract sealed class TaskException extends ExitException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final String problem;

  /**
   * The exit reason of a process that does not catch the exception.
   *
   * @param reason why there is no result
   * @param function what was called: {@code Task.await}, {@code Task.awaitMany} or {@code Task.asyncStream}
   * @param tasks what was awaited; none if it was a stream
   * @param timeout how long
   */
  public record Failure(ExitReason reason, String function, List<Task<?>> tasks, Duration timeout) {
    public Failure {
      tasks = List.copyOf(tasks);
    }

    @Override
    public String toString() {
      return "{" + reason + ", {" + function + ", [" + (tasks.isEmpty() ? "" : tasks + ", ") + Timeout.format(timeout) + "]}}";
    }
  }

  private TaskException(Failure failure, String problem) {
    super(new ExitReason.Other(failure));
    this.failure = failure;
    this.problem = problem;
  }

  @Override
  public String getMessage() {
    return failure.function() + (failure.tasks().isEmpty() ? "" : " of " + failure.tasks()) + ": " + problem;
  }

  /** Why there is no result: the reason with which the task ended, or {@code timeout}. */
  public ExitReason failure() {
    return failure.reason();
  }

  /** The task ended without a result. If an exception was the reason, that is the cause of this one. */
  public static final class TaskExitedException extends TaskException {
    private static final long serialVersionUID = 1L;

    TaskExitedException(Failure failure, Task<?> task) {
      this(failure, "the task " + task + " ended without a result: " + failure.reason());
    }

    TaskExitedException(Failure failure, String problem) {
      super(failure, problem);
      if (failure.reason() instanceof ExitReason.Crashed(Throwable cause)) {
        initCause(cause);
      }
    }
  }

  /** There was no result in time. A task that was awaited goes on, but its result goes nowhere; that of a stream was killed. */
  public static final class TaskTimeoutException extends TaskException {
    private static final long serialVersionUID = 1L;

    /** The reason {@code timeout}. */
    public static final ExitReason TIMEOUT = new ExitReason.Other("timeout");

    TaskTimeoutException(Failure failure) {
      this(failure, "no result within " + Timeout.format(failure.timeout())
          + "; raise the timeout, or use yield, after which one may wait again, and shutdown");
    }

    TaskTimeoutException(Failure failure, String problem) {
      super(failure, problem);
    }
  }
}

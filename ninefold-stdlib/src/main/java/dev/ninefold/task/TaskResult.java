package dev.ninefold.task;

import dev.ninefold.term.ExitReason;
import java.util.Objects;

/**
 * What became of a task: Elixir's {@code {:ok, result}} or {@code {:exit, reason}}.
 *
 * @param <T> the result
 */
public sealed interface TaskResult<T> {

  /**
   * It has a result.
   *
   * @param value the result; null if its code returned null
   */
  record Ok<T>(T value) implements TaskResult<T> {}

  /**
   * It ended without one.
   *
   * @param reason why; {@link ExitReason.Crashed} with the exception, if that was it
   */
  record Exit<T>(ExitReason reason) implements TaskResult<T> {
    public Exit {
      Objects.requireNonNull(reason, "reason: expected why the task ended, got null");
    }
  }
}

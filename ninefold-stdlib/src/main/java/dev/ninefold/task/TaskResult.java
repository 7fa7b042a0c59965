package dev.ninefold.task;

import dev.ninefold.process.ExitException;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.Optional;

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
   * @param input the element of the stream for which it ran, if {@link StreamOptions#zipInputOnExit} asks for it
   */
  record Exit<T>(ExitReason reason, Optional<Object> input) implements TaskResult<T> {
    public Exit {
      Objects.requireNonNull(reason, "reason: expected why the task ended, got null");
      Objects.requireNonNull(input, "input: expected Optional.empty() or the element, got null");
    }

    /** Without the element. */
    public Exit(ExitReason reason) {
      this(reason, Optional.empty());
    }
  }

  /**
   * The result.
   *
   * @throws ExitException with the reason, if there is none; its cause is what the task threw
   */
  default T orElseThrow() {
    return switch (this) {
      case Ok<T>(T value) -> value;
      case Exit<T>(ExitReason reason, var _) -> {
        ExitException exit = new ExitException(reason);
        if (reason instanceof ExitReason.Crashed(Throwable cause)) {
          exit.initCause(cause);
        }
        throw exit;
      }
    };
  }
}

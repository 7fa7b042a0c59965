package dev.ninefold.genevent;

import dev.ninefold.term.ExitReason;
import java.util.Objects;

/** How a callback of a handler failed. */
public sealed interface HandlerFailure extends HandlerError {

  /**
   * Its code failed: OTP's {@code {'EXIT', Reason}}.
   *
   * @param reason the exception, or the reason of an exit
   */
  record Exit(ExitReason reason) implements HandlerFailure {
    public Exit {
      Objects.requireNonNull(reason, "reason: expected why the code failed, got null");
    }

    @Override
    public String toString() {
      return "{'EXIT', " + reason + "}";
    }
  }

  /**
   * It returned something else than it may.
   *
   * @param value what it returned, as text if it was null
   */
  record BadReturn(Object value) implements HandlerFailure {
    public BadReturn {
      Objects.requireNonNull(value, "value: expected what was returned, got null");
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  /**
   * Its init said that it cannot be installed: OTP's {@code {error, Reason}}.
   *
   * @param reason why
   */
  record Refused(Object reason) implements HandlerFailure {
    public Refused {
      Objects.requireNonNull(reason, "reason: expected why, got null");
    }

    @Override
    public String toString() {
      return "{error, " + reason + "}";
    }
  }
}

package dev.ninefold.gen;

import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code formatStatus} may rewrite before it is shown: in get_status, and in the report of a termination.
 *
 * @param state the state, or what is to be shown of it
 * @param message the last message; in reports only
 * @param reason why the process ends; in reports only
 * @param log the logged events
 */
public record Status(Object state, Optional<Object> message, Optional<ExitReason> reason, List<Object> log) {

  public Status {
    Objects.requireNonNull(state, "state: expected what is to be shown of the state, got null");
    Objects.requireNonNull(message, "message: expected the last message or Optional.empty(), got null");
    Objects.requireNonNull(reason, "reason: expected the reason or Optional.empty(), got null");
    log = List.copyOf(log);
  }

  /** The same with another state. */
  public Status withState(Object state) {
    return new Status(state, message, reason, log);
  }

  /** The same with another message. */
  public Status withMessage(Object message) {
    return new Status(state, Optional.of(message), reason, log);
  }

  /** The same with another reason. */
  public Status withReason(ExitReason reason) {
    return new Status(state, message, Optional.of(reason), log);
  }

  /** The same with other logged events. */
  public Status withLog(List<Object> log) {
    return new Status(state, message, reason, log);
  }
}

package dev.ninefold.genstatem;

import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code formatStatus} may rewrite before it is shown: as the state in get_status, and in the report of a termination.
 *
 * @param state the state, or what is to be shown of it
 * @param data the data, or what is to be shown of it
 * @param reason why the process ends; in reports only
 * @param queue the events that are to be handled, the one being handled first; in reports only
 * @param postponed the postponed events, the oldest first
 * @param timeouts the timeouts that run, as the events that they become
 * @param log the logged events
 */
public record StatemStatus(
    Object state, Object data, Optional<ExitReason> reason, List<Object> queue, List<Object> postponed, List<Object> timeouts,
    List<Object> log) {

  public StatemStatus {
    Objects.requireNonNull(state, "state: expected what is to be shown of the state, got null");
    Objects.requireNonNull(data, "data: expected what is to be shown of the data, got null");
    Objects.requireNonNull(reason, "reason: expected the reason or Optional.empty(), got null");
    queue = List.copyOf(queue);
    postponed = List.copyOf(postponed);
    timeouts = List.copyOf(timeouts);
    log = List.copyOf(log);
  }

  /** The same with another state. */
  public StatemStatus withState(Object state) {
    return new StatemStatus(state, data, reason, queue, postponed, timeouts, log);
  }

  /** The same with other data. */
  public StatemStatus withData(Object data) {
    return new StatemStatus(state, data, reason, queue, postponed, timeouts, log);
  }

  /** The same with another reason. */
  public StatemStatus withReason(ExitReason reason) {
    return new StatemStatus(state, data, Optional.of(reason), queue, postponed, timeouts, log);
  }

  /** The same with other events to handle. */
  public StatemStatus withQueue(List<?> queue) {
    return new StatemStatus(state, data, reason, List.copyOf(queue), postponed, timeouts, log);
  }

  /** The same with other postponed events. */
  public StatemStatus withPostponed(List<?> postponed) {
    return new StatemStatus(state, data, reason, queue, List.copyOf(postponed), timeouts, log);
  }

  /** The same with other timeouts. */
  public StatemStatus withTimeouts(List<?> timeouts) {
    return new StatemStatus(state, data, reason, queue, postponed, List.copyOf(timeouts), log);
  }

  /** The same with other logged events. */
  public StatemStatus withLog(List<?> log) {
    return new StatemStatus(state, data, reason, queue, postponed, timeouts, List.copyOf(log));
  }
}

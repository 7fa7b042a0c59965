package dev.ninefold.genevent;

import dev.ninefold.process.Pid;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The message that the owner of a handler with a {@link RestartRule} gets when the handler has failed and is installed again in its place. No
 * event is handled meanwhile.
 *
 * @param manager the manager
 * @param handler the handler
 * @param failure how it failed
 * @param message the event, request or other message that it failed on; empty if it was the init of another attempt to install it
 * @param restarts how many times it was installed again since it was added, this time included
 * @param delay how long the manager waits before that; zero if it does not
 */
public record HandlerRestart(
    Pid manager, HandlerKey<?> handler, HandlerFailure failure, Optional<Object> message, int restarts, Duration delay) {

  public HandlerRestart {
    Objects.requireNonNull(manager, "manager: expected the pid of the manager, got null");
    Objects.requireNonNull(handler, "handler: expected the key of the handler, got null");
    Objects.requireNonNull(failure, "failure: expected how the handler failed, got null");
    Objects.requireNonNull(message, "message: expected what it failed on or Optional.empty(), got null");
    Objects.requireNonNull(delay, "delay: expected how long the manager waits, got null");
  }
}

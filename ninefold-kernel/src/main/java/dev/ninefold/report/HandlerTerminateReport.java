package dev.ninefold.report;

import dev.ninefold.term.ExitReason;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An event handler failed, and was removed from its manager, which goes on: OTP's label {@code {gen_event, terminate}}.
 *
 * @param handler the handler: its class, or its class and its id
 * @param name the name that the manager is registered under, or its pid
 * @param lastMessage what the handler was given last
 * @param state its state, as formatStatus shows it
 * @param reason why: the exit reason of its code, or what it returned
 * @param restart what comes of it, if it is to be installed again in its place
 * @param processLabel the label of the manager
 */
public record HandlerTerminateReport(
    Object handler,
    Object name,
    Object lastMessage,
    Object state,
    ExitReason reason,
    Optional<Object> restart,
    Optional<Object> processLabel) implements Report {

  public HandlerTerminateReport {
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reason, "reason");
    lastMessage = Objects.requireNonNullElse(lastMessage, "null");
    state = Objects.requireNonNullElse(state, "null");
  }

  /** The same with what comes of the handler. */
  public HandlerTerminateReport withRestart(Optional<?> restart) {
    return new HandlerTerminateReport(handler, name, lastMessage, state, reason, restart.map(r -> r), processLabel);
  }

  /** The same with the label of the manager. */
  public HandlerTerminateReport withProcessLabel(Optional<?> processLabel) {
    return new HandlerTerminateReport(handler, name, lastMessage, state, reason, restart, processLabel.map(l -> l));
  }

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return "{gen_event, terminate}";
  }

  @Override
  public String headline() {
    return "Generic event handler " + handler + " crashed. Installed: " + name;
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("handler", "name");
  }

  @Override
  public Map<String, Object> fields() {
    return new Fields().with("handler", handler)
        .with("name", name)
        .with("process_label", processLabel)
        .with("last_message", lastMessage)
        .with("state", state)
        .with("reason", reason)
        .with("restart", restart)
        .toMap();
  }

  @Override
  public Optional<Throwable> cause() {
    return reason instanceof ExitReason.Crashed(Throwable cause) ? Optional.of(cause) : Optional.empty();
  }
}

package dev.ninefold.report;

import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A state machine ends with a reason that is none of normal, shutdown and {@code {shutdown, _}}: OTP's label
 * {@code {gen_statem, terminate}}. Comes before the crash report.
 *
 * @param name the name it is registered under, or its pid
 * @param processLabel its label
 * @param queue the events to handle, the one that it ended in first; empty if it ended in none
 * @param postponed the postponed events
 * @param modules the classes of its callbacks, the present one first
 * @param callbackMode {@code state_functions} or {@code handle_event_function}
 * @param stateEnter whether it wants enter calls
 * @param state its state and data, as formatStatus shows them
 * @param timeouts the timeouts that run
 * @param log what {@code sys} logged, oldest first
 * @param kind the class of what ended it
 * @param reason why it ends
 * @param clientInfo who asked, if the last event was a call
 */
public record StatemTerminateReport(
    Object name,
    Optional<Object> processLabel,
    List<?> queue,
    List<?> postponed,
    List<String> modules,
    String callbackMode,
    boolean stateEnter,
    Object state,
    List<?> timeouts,
    List<?> log,
    ErrorInfo.Kind kind,
    ExitReason reason,
    Optional<Object> clientInfo) implements Report {

  public StatemTerminateReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(processLabel, "processLabel");
    queue = List.copyOf(queue);
    postponed = List.copyOf(postponed);
    modules = List.copyOf(modules);
    Objects.requireNonNull(callbackMode, "callbackMode");
    Objects.requireNonNull(state, "state");
    timeouts = List.copyOf(timeouts);
    log = List.copyOf(log);
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(clientInfo, "clientInfo");
  }

  /** The event that it ended in. */
  public Optional<Object> lastEvent() {
    return queue.stream().findFirst().map(event -> event);
  }

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return "{gen_statem, terminate}";
  }

  @Override
  public String headline() {
    return "State machine " + name + " terminating";
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("name");
  }

  /** In the order of OTP's text, which leaves out what is empty. */
  @Override
  public Map<String, Object> fields() {
    Fields fields = new Fields().with("name", name)
        .with("process_label", processLabel)
        .with("last_event", lastEvent())
        .with("state", state)
        .with("class", kind.name().toLowerCase(Locale.ROOT))
        .with("reason", reason)
        .with("modules", modules)
        .with("callback_mode", stateEnter ? List.of(callbackMode, "state_enter") : callbackMode);
    addUnlessEmpty(fields, "queued", queue.subList(Math.min(1, queue.size()), queue.size()));
    addUnlessEmpty(fields, "postponed", postponed);
    addUnlessEmpty(fields, "timeouts", timeouts);
    addUnlessEmpty(fields, "log", log);
    return fields.with("client_info", clientInfo).toMap();
  }

  private static void addUnlessEmpty(Fields fields, String name, List<?> list) {
    if (!list.isEmpty()) {
      fields.with(name, list);
    }
  }

  @Override
  public Optional<Throwable> cause() {
    return reason instanceof ExitReason.Crashed(Throwable cause) ? Optional.of(cause) : Optional.empty();
  }
}

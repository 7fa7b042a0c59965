package dev.ninefold.report;

import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A behaviour's process ends with a reason that is none of normal, shutdown and {@code {shutdown, _}}: OTP's label
 * {@code {gen_server, terminate}}. Comes before the crash report.
 *
 * @param behaviour {@code gen_server} and the like
 * @param name the name it is registered under, or its pid
 * @param lastMessage what it handled last, or an empty list
 * @param state its state, as formatStatus shows it
 * @param log what {@code sys} logged, oldest first
 * @param reason why it ends
 * @param clientInfo who asked, if the last message was a call
 * @param processLabel its label
 */
public record TerminateReport(
    String behaviour,
    Object name,
    Object lastMessage,
    Object state,
    List<?> log,
    ExitReason reason,
    Optional<Object> clientInfo,
    Optional<Object> processLabel) implements Report {

  public TerminateReport {
    Objects.requireNonNull(behaviour, "behaviour");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reason, "reason");
    lastMessage = Objects.requireNonNullElse(lastMessage, "null");
    state = Objects.requireNonNullElse(state, "null");
  }

  /** A report of a gen_server, without log, client and process label. */
  public static TerminateReport genServer(
      Object name, Object lastMessage, Object state, ExitReason reason) {
    return new TerminateReport("gen_server", name, lastMessage, state, List.of(), reason, Optional.empty(), Optional.empty());
  }

  /** The same with the client whose call was handled last. */
  public TerminateReport withClientInfo(Optional<?> clientInfo) {
    return new TerminateReport(behaviour, name, lastMessage, state, log, reason, clientInfo.map(c -> c), processLabel);
  }

  /** The same with the label of the process. */
  public TerminateReport withProcessLabel(Optional<?> processLabel) {
    return new TerminateReport(behaviour, name, lastMessage, state, log, reason, clientInfo, processLabel.map(l -> l));
  }

  /** The same with logged system events. */
  public TerminateReport withLog(List<?> log) {
    return new TerminateReport(behaviour, name, lastMessage, state, log, reason, clientInfo, processLabel);
  }

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return "{" + behaviour + ", terminate}";
  }

  @Override
  public String headline() {
    String what = switch (behaviour) {
      case "gen_server" -> "Generic server";
      case "gen_statem" -> "State machine";
      default -> behaviour;
    };
    return what + " " + name + " terminating";
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("name");
  }

  @Override
  public Map<String, Object> fields() {
    Fields fields = new Fields().with("name", name)
        .with("process_label", processLabel)
        .with("last_message", lastMessage)
        .with("state", state);
    if (!log.isEmpty()) {
      fields.with("log", log);
    }
    return fields.with("reason", reason).with("client_info", clientInfo).toMap();
  }

  @Override
  public Optional<Throwable> cause() {
    return reason instanceof ExitReason.Crashed(Throwable cause) ? Optional.of(cause) : Optional.empty();
  }
}

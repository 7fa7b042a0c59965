package dev.ninefold.report;

import dev.ninefold.term.ExitReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A supervisor, or a bridge, lost a child, could not start or stop one, or gives up: OTP's label {@code {supervisor, Context}}.
 *
 * @param supervisor the name given at its start, or its pid and module
 * @param errorContext {@code child_terminated}, {@code start_error}, {@code shutdown_error} or {@code shutdown}
 * @param reason why: an exit reason, or what the start function returned
 * @param offender the child, by OTP's names: pid, id, mfargs, restart_type, significant, shutdown, child_type
 */
public record SupervisorReport(Object supervisor, String errorContext, Object reason, Map<String, Object> offender)
    implements
      Report {

  public SupervisorReport {
    Objects.requireNonNull(supervisor, "supervisor");
    Objects.requireNonNull(errorContext, "errorContext");
    Objects.requireNonNull(reason, "reason");
    offender = Collections.unmodifiableMap(new LinkedHashMap<>(offender));
  }

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return "{supervisor, " + errorContext + "}";
  }

  @Override
  public List<String> domain() {
    return List.of("otp", "sasl");
  }

  @Override
  public String headline() {
    return "Supervisor " + supervisor + ": " + errorContext;
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("supervisor", "errorContext");
  }

  @Override
  public Map<String, Object> fields() {
    return new Fields().with("supervisor", supervisor)
        .with("errorContext", errorContext)
        .with("reason", reason)
        .with("offender", offender)
        .toMap();
  }

  @Override
  public Optional<Throwable> cause() {
    return switch (reason) {
      case ExitReason.Crashed(Throwable cause) -> Optional.of(cause);
      case Throwable cause -> Optional.of(cause);
      default -> Optional.empty();
    };
  }

  /** A child that has terminated has told it itself. */
  @Override
  public boolean isCauseToldBefore() {
    return !errorContext.equals("start_error");
  }
}

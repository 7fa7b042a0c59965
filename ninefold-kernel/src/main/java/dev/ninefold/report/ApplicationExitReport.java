package dev.ninefold.report;

import dev.ninefold.term.ExitReason;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An application has ended, or could not be started: OTP's label {@code {application_controller, exit}}.
 *
 * @param application its name
 * @param exited the reason; {@code stopped} if it was asked to stop
 * @param type permanent, transient or temporary
 * @param cause the exception behind it; the process that it ended has reported its stack
 */
public record ApplicationExitReport(Object application, Object exited, Object type, Optional<Throwable> cause) implements Report {

  public ApplicationExitReport {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(exited, "exited");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(cause, "cause");
  }

  /** The same; the cause is that of the reason. */
  public ApplicationExitReport(Object application, Object exited, Object type) {
    this(application, exited, type,
        exited instanceof ExitReason.Crashed(Throwable cause) ? Optional.of(cause) : Optional.empty());
  }

  @Override
  public Level level() {
    return Level.NOTICE;
  }

  @Override
  public String label() {
    return "{application_controller, exit}";
  }

  @Override
  public String headline() {
    return "Application " + application + " exited";
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("application");
  }

  @Override
  public Map<String, Object> fields() {
    return new Fields().with("application", application).with("exited", exited).with("type", type).toMap();
  }

  @Override
  public boolean isCauseToldBefore() {
    return true;
  }
}

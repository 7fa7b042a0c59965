package dev.ninefold.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Something was started: a child of a supervisor or bridge, OTP's label {@code {supervisor, progress}}, or an application,
 * {@code {application_controller, progress}}.
 *
 * @param label one of the two
 * @param level INFO, or DEBUG for a child that was started by {@code start_child} or {@code restart_child}
 * @param headline what was started, by whom
 * @param fields {@code supervisor} and {@code started}, or {@code application} and {@code started_at}
 */
public record ProgressReport(String label, Level level, String headline, Map<String, Object> fields) implements Report {

  public ProgressReport {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(headline, "headline");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * A child was started, by the supervisor's init or an automatic restart.
   *
   * @param supervisor the name given at its start, or its pid and module
   * @param started the child, by OTP's names: pid, id, mfargs, …
   */
  public static ProgressReport supervisor(Object supervisor, Map<String, Object> started) {
    return supervisor(supervisor, started, Level.INFO);
  }

  /** The same with a level: DEBUG for {@code start_child} and {@code restart_child}. */
  public static ProgressReport supervisor(Object supervisor, Map<String, Object> started, Level level) {
    Map<String, Object> child = Collections.unmodifiableMap(new LinkedHashMap<>(started));
    Object what = child.getOrDefault("id", child.getOrDefault("mod", child.getOrDefault("pid", "a child")));
    return new ProgressReport("{supervisor, progress}", level, "Supervisor " + supervisor + " started " + what,
        new Fields().with("supervisor", supervisor).with("started", child).toMap());
  }

  /** An application was started on a node. */
  public static ProgressReport application(Object application, Object startedAt) {
    return new ProgressReport("{application_controller, progress}", Level.INFO,
        "Application " + application + " started at " + startedAt,
        new Fields().with("application", application).with("started_at", startedAt).toMap());
  }

  @Override
  public List<String> domain() {
    return List.of("otp", "sasl");
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("supervisor", "application", "started_at");
  }
}

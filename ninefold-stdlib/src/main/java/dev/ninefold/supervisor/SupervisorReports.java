package dev.ninefold.supervisor;

import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.report.Level;
import dev.ninefold.report.ProgressReport;
import dev.ninefold.report.Report;
import dev.ninefold.report.SupervisorReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What supervisors and bridges report: SUP-81 to SUP-85, SB-5. In their own process. */
final class SupervisorReports {

  /** OTP's {@code {Pid, Module}}: what reports call a supervisor without a name. */
  record PidAndModule(Pid pid, String module) {
    @Override
    public String toString() {
      return "{" + pid + ", " + module + "}";
    }
  }

  /**
   * OTP's {@code {restarting, Pid}}: what reports show as the pid of a child whose restart has failed before.
   *
   * @param pid the process that is to be replaced; empty if it had been stopped for the sake of a sibling
   */
  record Replacing(Optional<Pid> pid) {
    @Override
    public String toString() {
      return "{restarting, " + pid.map(Pid::toString).orElse("undefined") + "}";
    }
  }

  /**
   * A message came that a supervisor does not understand; it was dropped.
   *
   * @param supervisor who
   * @param message what
   */
  record UnexpectedMessage(Object supervisor, Object message) implements Report {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String label() {
      return "{supervisor, unexpected_msg}";
    }

    @Override
    public String headline() {
      return "Supervisor received unexpected message: " + message;
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("supervisor", supervisor);
      fields.put("message", message);
      return fields;
    }
  }

  private final Object supervisor;

  SupervisorReports(Optional<Name> name, Pid self, Class<?> module) {
    this.supervisor = name.<Object>map(n -> n).orElseGet(() -> new PidAndModule(self, module.getName()));
  }

  Object supervisor() {
    return supervisor;
  }

  /** Tells of an error, if anybody wants to know. */
  void error(String context, Object reason, Supplier<Map<String, Object>> offender) {
    Node.current()
        .report(Level.ERROR, "{supervisor, " + context + "}",
            () -> new SupervisorReport(supervisor, context, reason, offender.get()));
  }

  void progress(Supplier<Map<String, Object>> started, Level level) {
    Node.current()
        .report(level, "{supervisor, progress}", () -> ProgressReport.supervisor(supervisor, started.get(), level));
  }

  void unexpected(Object message) {
    Node.current().report(new UnexpectedMessage(supervisor, message));
  }

  /** A child as OTP's reports show it; the pid is one, or {@code undefined}, or {@link Replacing}. */
  static Map<String, Object> child(Object pid, ChildSpec spec) {
    Map<String, Object> child = new LinkedHashMap<>();
    child.put("pid", pid);
    child.put("id", spec.id());
    child.put("mfargs", ChildSpec.describe(spec.start()));
    child.put("restart_type", spec.restart());
    child.put("significant", spec.significant());
    child.put("shutdown", spec.shutdown());
    child.put("child_type", spec.type());
    return child;
  }

  /** A child of a dynamic supervisor, which has no id and is never significant: DS-20. */
  static Map<String, Object> dynamicChild(Object pid, ChildSpec spec) {
    Map<String, Object> child = child(pid, spec);
    child.put("id", ChildInfo.NoId.UNDEFINED);
    child.remove("significant");
    return child;
  }
}

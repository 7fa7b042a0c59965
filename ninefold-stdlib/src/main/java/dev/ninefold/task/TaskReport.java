package dev.ninefold.task;

import dev.ninefold.process.Pid;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.term.ExitReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A task ends with a reason that is none of normal, shutdown and {@code {shutdown, _}}: Elixir's label
 * {@code {Task.Supervisor, terminating}}. It takes the place of a crash report.
 *
 * @param name the task
 * @param starter the process that started it; empty if it was an ordinary thread
 * @param function its code
 * @param reason why it ends
 * @param processLabel its label
 */
public record TaskReport(Pid name, Optional<Pid> starter, Object function, ExitReason reason, Optional<Object> processLabel)
    implements
      Report {

  static final String LABEL = "{Task.Supervisor, terminating}";

  public TaskReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(starter, "starter");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(processLabel, "processLabel");
  }

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public List<String> domain() {
    return List.of("otp", "elixir");
  }

  @Override
  public String headline() {
    return "Task " + name + " started from " + starter.<Object>map(pid -> pid).orElse("a thread") + " terminating";
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("name", "starter");
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    starter.ifPresent(pid -> fields.put("starter", pid));
    processLabel.ifPresent(label -> fields.put("process_label", label));
    fields.put("function", function);
    fields.put("reason", reason);
    return fields;
  }

  @Override
  public Optional<Throwable> cause() {
    return reason instanceof ExitReason.Crashed(Throwable cause) ? Optional.of(cause) : Optional.empty();
  }
}

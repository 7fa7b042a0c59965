package dev.ninefold.process;

import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.term.ExitReason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plain process, which no behaviour and no proc_lib looks after, ended by an exception: OTP's "Error in process" message.
 *
 * @param pid the process
 * @param reason why it ended
 */
public record ProcessError(Pid pid, ExitReason reason) implements Report {

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return "{emulator, process_error}";
  }

  @Override
  public String headline() {
    return "Error in process " + pid;
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("pid");
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pid", pid);
    fields.put("reason", reason);
    return fields;
  }

  @Override
  public Optional<Throwable> cause() {
    return reason instanceof ExitReason.Crashed(Throwable cause) ? Optional.of(cause) : Optional.empty();
  }
}

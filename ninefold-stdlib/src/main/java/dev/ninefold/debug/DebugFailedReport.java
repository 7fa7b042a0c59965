package dev.ninefold.debug;

import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What observed a process failed, and does so no longer. OTP is silent about it.
 *
 * @param process the process
 * @param what the id of the debug function, or the file
 * @param failure why
 */
record DebugFailedReport(Object process, Object what, Throwable failure) implements Report {

  @Override
  public Level level() {
    return Level.WARNING;
  }

  @Override
  public String label() {
    return "{sys, debug_failed}";
  }

  @Override
  public String headline() {
    return process + ": what observed it failed and was removed";
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("name");
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", process);
    fields.put("removed", what);
    fields.put("reason", failure);
    return fields;
  }

  @Override
  public Optional<Throwable> cause() {
    return Optional.of(failure);
  }
}

package dev.ninefold.debug;

import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process was started with debug options that make no sense, and goes on without them.
 *
 * @param behaviour what was started
 * @param options those that it goes on without
 */
record DebugOptionsReport(Object behaviour, List<DebugOption> options) implements Report {

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return "{gen, erroneous_debug_options}";
  }

  @Override
  public String headline() {
    return behaviour + ": ignoring erroneous debug options";
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("name");
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", behaviour);
    fields.put("options", options);
    return fields;
  }
}

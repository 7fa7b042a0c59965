package dev.ninefold.report;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A message came that no callback is there for, and was dropped: OTP's label {@code {gen_server, no_handle_info}}.
 *
 * @param behaviour {@code gen_server} and the like
 * @param module the class of the callbacks
 * @param message what came
 * @param processLabel the label of the process
 */
public record NoHandleInfoReport(String behaviour, Object module, Object message, Optional<Object> processLabel)
    implements
      Report {

  public NoHandleInfoReport {
    Objects.requireNonNull(behaviour, "behaviour");
    Objects.requireNonNull(module, "module");
    message = Objects.requireNonNullElse(message, "null");
  }

  /** A report of a gen_server, with the label of its process. */
  public static NoHandleInfoReport genServer(Object module, Object message, Optional<?> processLabel) {
    return new NoHandleInfoReport("gen_server", module, message, processLabel.map(l -> l));
  }

  @Override
  public Level level() {
    return Level.WARNING;
  }

  @Override
  public String label() {
    return "{" + behaviour + ", no_handle_info}";
  }

  @Override
  public String headline() {
    return "Undefined handle_info in " + module;
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("module");
  }

  @Override
  public Map<String, Object> fields() {
    return new Fields().with("module", module).with("process_label", processLabel).with("message", message).toMap();
  }
}

package dev.ninefold.report;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A report handler threw and gets no reports any more: OTP's {@code removed_failing_handler}.
 *
 * @param handler its class
 * @param handled the label of the report that it failed on
 * @param failure what it threw
 */
public record HandlerRemovedReport(String handler, String handled, Throwable failure) implements Report {

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return "{logger, removed_failing_handler}";
  }

  @Override
  public String headline() {
    return "Report handler " + handler + " failed and was removed";
  }

  @Override
  public Set<String> inHeadline() {
    return Set.of("handler");
  }

  @Override
  public Map<String, Object> fields() {
    return new Fields().with("handler", handler).with("handled", handled).with("reason", failure).toMap();
  }

  @Override
  public Optional<Throwable> cause() {
    return Optional.of(failure);
  }
}

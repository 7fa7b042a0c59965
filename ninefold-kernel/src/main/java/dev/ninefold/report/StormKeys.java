package dev.ninefold.report;

import dev.ninefold.term.ExitReason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells which reports are equal, in the sense of a storm. */
final class StormKeys {

  private static final FormatLimits SHORT = new FormatLimits(8, 200, true);
  private static final List<String> WHO =
      List.of("registered_name", "name", "supervisor", "application", "module", "initial_call");
  private static final List<String> WHY = List.of("error_info", "reason", "exited", "message");

  private StormKeys() {}

  static ReportStormEngine.Key of(ReportEvent event, ToldReport report) {
    Map<String, Object> fields = report.fields();
    String who = who(event, report);
    if (fields.get("offender") instanceof Map<?, ?> offender) {
      who += " " + text(offender.get("id"));
    }
    if (fields.containsKey("handler")) {
      who += " " + text(fields.get("handler"));
    }
    return new ReportStormEngine.Key(report.label(), who, why(fields));
  }

  /** The name; of an unnamed process, whose pid is another each time, its initial call. */
  private static String who(ReportEvent event, ToldReport report) {
    for (String key : WHO) {
      Object value = report.fields().get(key);
      if (value != null && !value.equals(event.process()) && !value.equals(List.of())) {
        return text(value);
      }
    }
    Object call = event.metadata().get("initial_call");
    return call == null ? report.headline() : text(call);
  }

  private static String why(Map<String, Object> fields) {
    for (String key : WHY) {
      Object value = fields.get(key);
      if (value != null) {
        return why(value);
      }
    }
    return text(fields.get("started"));
  }

  private static String why(Object value) {
    return switch (value) {
      case Throwable thrown -> text(ValueFormat.textOf(thrown)) + " at " + where(thrown);
      case ExitReason.Crashed(Throwable cause) -> why(cause);
      case ExitReason.Other(Object term) -> why(term);
      case ErrorInfo error -> error.kind() + " " + why(error.reason());
      case Object other -> other.getClass().getName() + " " + text(other);
    };
  }

  /** The innermost code that is not Java's own: equal words from another place are another fault. */
  private static String where(Throwable thrown) {
    StackTraceElement[] stack = thrown.getStackTrace();
    return Arrays.stream(stack)
        .filter(frame -> !frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk."))
        .findFirst()
        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
        .orElse("");
  }

  private static String text(@Nullable Object value) {
    return ValueFormat.format(value, SHORT, SHORT.charsLimit(), null);
  }
}

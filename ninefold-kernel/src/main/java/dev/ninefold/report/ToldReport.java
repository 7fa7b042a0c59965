package dev.ninefold.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a report says, asked once; where it throws, something that says so. */
record ToldReport(
    Level level,
    String label,
    List<String> domain,
    String headline,
    Map<String, Object> fields,
    Set<String> inHeadline,
    Optional<Throwable> cause,
    boolean isCauseToldBefore) implements Report {

  private static final int HEADLINE = 1000;

  static ToldReport of(Report report) {
    if (report instanceof ToldReport told) {
      return told;
    }
    String problem = report.getClass().getName() + ", which threw ";
    return new ToldReport(level(report), label(report),
        ask(report::domain, List.of()), headline(ask(report::headline, problem + "when asked for its headline")),
        ask(() -> copy(report.fields()), Map.of("fields", problem + "when asked for its fields")),
        ask(report::inHeadline, Set.of()), ask(report::cause, Optional.empty()),
        ask(report::isCauseToldBefore, false));
  }

  /** How grave a report is. */
  static Level level(Report report) {
    return ask(report::level, Level.ERROR);
  }

  /** What kind of report it is. */
  static String label(Report report) {
    return ask(report::label, "{report, failed}");
  }

  private static <T> T ask(Supplier<T> question, T otherwise) {
    try {
      return question.get();
    } catch (Throwable e) {
      return otherwise;
    }
  }

  private static Map<String, Object> copy(Map<String, Object> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** On one line, without the full stop. */
  private static String headline(String text) {
    return new Text(HEADLINE, true).add(text.endsWith(".") ? text.substring(0, text.length() - 1) : text).toString();
  }
}

package dev.ninefold.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints reports within limits: the headline, then the fields that it does not say already, each on a line of its own, or all on one
 * line. Never throws, whatever the values of the report do. Any thread may use it.
 */
public final class ReportFormat {

  /*
   * A limit of characters is shared: each field gets an equal part of what the ones before it have left, so that a huge state does
   * not take the reason with it. On a single line the reason comes first, as in OTP.
   */

  private static final String INDENT = "    ";

  private final FormatLimits limits;

  /** A format with the limits. */
  public ReportFormat(FormatLimits limits) {
    this.limits = limits;
  }

  /** The text of a report, without a line break at its end. */
  public String format(Report report) {
    return format(ToldReport.of(report), null);
  }

  /** The text of one value, on one line. */
  public String value(Object value) {
    return ValueFormat.format(value, limits.withSingleLine(true), limits.charsLimit(), null);
  }

  /** The same without the stack of an exception that is printed by somebody else. */
  String format(ToldReport report, @Nullable Throwable attached) {
    Text text = new Text(limits.charsLimit(), limits.singleLine());
    text.add(report.headline());
    Map<String, Object> fields = fields(report);
    int left = fields.size();
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      int chars = limits.charsLimit() == FormatLimits.UNLIMITED ? FormatLimits.UNLIMITED
          : Math.max(4, (limits.charsLimit() - text.length()) / left - prefix(field.getKey()).length());
      text.add(prefix(field.getKey()));
      add(text, field.getKey(), field.getValue(), chars, attached);
      left--;
    }
    return limits.singleLine() && !text.isFull() ? text.add(".").toString() : text.toString();
  }

  private String prefix(String key) {
    return limits.singleLine() ? ". " + title(key) + ": " : "\n" + INDENT + key + ": ";
  }

  private void add(Text text, String key, Object value, int chars, @Nullable Throwable attached) {
    if (!limits.singleLine() && key.equals("neighbours") && value instanceof List<?> neighbours && !neighbours.isEmpty()) {
      for (Object neighbour : neighbours) {
        text.add("\n" + INDENT + INDENT).add(indented(neighbour, chars / neighbours.size(), attached));
      }
      return;
    }
    text.add(indented(value, chars, attached));
  }

  private String indented(Object value, int chars, @Nullable Throwable attached) {
    String text = ValueFormat.format(value, limits, chars, attached);
    return limits.singleLine() ? text : text.replace("\n", "\n" + INDENT + INDENT);
  }

  /** The fields to print, in the order of printing. */
  private Map<String, Object> fields(ToldReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (limits.singleLine() && report.fields().containsKey("reason")) {
      fields.put("reason", report.fields().get("reason"));
    }
    report.fields().forEach(fields::putIfAbsent);
    fields.keySet().removeAll(report.inHeadline());
    return fields;
  }

  private static String title(String key) {
    String words = key.replace('_', ' ');
    return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}

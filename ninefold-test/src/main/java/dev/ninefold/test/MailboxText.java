package dev.ninefold.test;

import dev.ninefold.report.FormatLimits;
import dev.ninefold.report.ReportFormat;
import java.util.List;

/** What is in a mailbox, for the message of an assertion. */
final class MailboxText {

  private static final int SHOWN = 20;
  private static final ReportFormat FORMAT = new ReportFormat(FormatLimits.DEFAULT.withCharsLimit(500));

  private MailboxText() {}

  static String value(Object value) {
    return value instanceof String ? '"' + FORMAT.value(value) + '"' : FORMAT.value(value);
  }

  static String values(List<Object> values) {
    return values.stream().limit(SHOWN).map(MailboxText::value).toList() + (values.size() > SHOWN ? " and more" : "");
  }

  /** The messages, those that nearly were what was wanted marked as such. */
  static String of(List<Object> messages, Class<?> wanted, Kind kind) {
    if (messages.isEmpty()) {
      return "Its mailbox is empty.";
    }
    StringBuilder text = new StringBuilder("Its mailbox, oldest first:");
    messages.stream()
        .limit(SHOWN)
        .forEach(message -> text.append("\n  ").append(value(message)).append(near(message, wanted, kind)));
    return messages.size() > SHOWN ? text + "\n  and " + (messages.size() - SHOWN) + " more" : text.toString();
  }

  private static String near(Object message, Class<?> wanted, Kind kind) {
    Kind came = Kind.of(message);
    Object content = came.content(message);
    if (wanted == Object.class) {
      return "";
    }
    if (wanted.isInstance(content)) {
      return came == kind ? "   <-- is one, but the condition does not hold" : "   <-- is " + came;
    }
    return content.getClass().getSimpleName().equals(wanted.getSimpleName())
        ? "   <-- is a " + content.getClass().getName() + ", not a " + wanted.getName()
        : "";
  }
}

package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.ninefold.examples.ocpp.Layout.Field;
import java.time.Instant;
import java.util.List;

/** What a value may be, besides being of the right type. Receiver and sender check the same. */
final class Rules {
  private Rules() {}

  /** Checks a single value: that of a field, or one of a list of them. */
  static void check(Field field, Object value, String path) {
    switch (value) {
      case String text -> check(field, text, path);
      case Integer number when number < field.atLeast() ->
        throw violation(path, "a number of at least " + field.atLeast(), number.toString());
      case Instant time when !Timestamps.isWritable(time) -> throw violation(path, "a year of four digits", time.toString());
      default -> {
      }
    }
  }

  /** Checks that there are enough values. */
  static void checkSize(Field field, List<?> values, String path) {
    if (values.size() < field.atLeast()) {
      throw new Violation(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, path, "at least " + field.atLeast() + " of them",
          String.valueOf(values.size()));
    }
  }

  static Violation violation(String path, String expected, String got) {
    return new Violation(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, path, expected, got);
  }

  /** Whether no character is half of a surrogate pair: such a string cannot be stored or sent by most programs. */
  static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
  }

  private static void check(Field field, String text, String path) {
    if (text.length() > field.maxLength()) {
      throw violation(path, "at most " + field.maxLength() + " characters",
          text.length() + ": " + Json.brief(TextNode.valueOf(text)));
    }
    if (!isWellFormed(text)) {
      throw violation(path, "characters of Unicode", "half of a surrogate pair in " + Json.brief(TextNode.valueOf(text)));
    }
  }
}

package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ninefold.examples.ocpp.Layout.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Objects as records. Written by hand, and not left to Jackson, because an answer has to say exactly what is wrong with which field. */
final class RecordReader {
  private RecordReader() {}

  /**
   * Reads a record.
   *
   * @throws Violation if a field is missing, of the wrong type, or breaks a rule
   */
  static Object read(Class<?> type, ObjectNode json) {
    return record(type, json, "");
  }

  private static Object record(Class<?> type, JsonNode json, String prefix) {
    Layout layout = Layout.of(type);
    return layout
        .create(layout.fields().stream().map(field -> field(field, json.path(field.name()), prefix + field.name())).toArray());
  }

  private static Object field(Field field, JsonNode json, String path) {
    boolean isAbsent = json.isMissingNode() || (json.isNull() && !field.isRequired());
    if (isAbsent && field.isRequired()) {
      throw new Violation(ErrorCode.PROTOCOL_ERROR, path, expected(field), "nothing: it is missing");
    }
    return switch (field.presence()) {
      case ONCE -> value(field, json, path);
      case OPTIONAL -> isAbsent ? Optional.empty() : Optional.of(value(field, json, path));
      case LIST -> isAbsent ? List.of() : values(field, json, path);
    };
  }

  private static List<Object> values(Field field, JsonNode json, String path) {
    expect(json.isArray(), "an array", json, path);
    List<Object> values = new ArrayList<>();
    for (JsonNode element : json) {
      values.add(value(field, element, path + "[" + values.size() + "]"));
    }
    Rules.checkSize(field, values, path);
    return values;
  }

  private static Object value(Field field, JsonNode json, String path) {
    Object value = convert(field.type(), json, path);
    Rules.check(field, value, path);
    return value;
  }

  private static Object convert(Class<?> type, JsonNode json, String path) {
    if (isInteger(type)) {
      expect(json.isIntegralNumber(), expected(type), json, path);
      if (!json.canConvertToInt()) {
        throw Rules.violation(path, "a number of 32 bits", Json.brief(json));
      }
      return json.intValue();
    }
    if (type == boolean.class) {
      expect(json.isBoolean(), expected(type), json, path);
      return json.booleanValue();
    }
    if (type == ObjectNode.class || type.isRecord()) {
      expect(json.isObject(), expected(type), json, path);
      return type.isRecord() ? record(type, json, path + ".") : json;
    }
    expect(json.isTextual(), expected(type), json, path);
    return text(type, json, path);
  }

  private static Object text(Class<?> type, JsonNode json, String path) {
    String text = json.textValue();
    if (type == String.class) {
      return text;
    }
    Optional<?> value = type == Instant.class ? Timestamps.read(text) : WireNames.constant(type, text);
    return value.orElseThrow(() -> Rules.violation(path, expected(type), Json.brief(json)));
  }

  private static void expect(boolean isSo, String expected, JsonNode got, String path) {
    if (!isSo) {
      throw new Violation(ErrorCode.TYPE_CONSTRAINT_VIOLATION, path, expected,
          got.getNodeType().name().toLowerCase(Locale.ROOT) + " " + Json.brief(got));
    }
  }

  private static String expected(Field field) {
    return field.presence() == Layout.Presence.LIST ? "an array" : expected(field.type());
  }

  private static String expected(Class<?> type) {
    if (isInteger(type)) {
      return "an integer";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == Instant.class) {
      return "a time as \"2013-02-01T20:53:32Z\"";
    }
    if (type.isEnum()) {
      return "one of " + WireNames.all(type);
    }
    return type == String.class ? "a string" : "an object";
  }

  private static boolean isInteger(Class<?> type) {
    return type == int.class || type == Integer.class;
  }
}

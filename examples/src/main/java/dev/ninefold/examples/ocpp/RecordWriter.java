package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ninefold.examples.ocpp.Layout.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records as objects; what is not there is left out. */
final class RecordWriter {
  private RecordWriter() {}

  /**
   * Writes a record.
   *
   * @throws Violation if a field breaks a rule
   */
  static ObjectNode write(Record value) {
    return object(value, "");
  }

  private static ObjectNode object(Record value, String prefix) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Field field : Layout.of(value.getClass()).fields()) {
      put(object, field, field.of(value), prefix + field.name());
    }
    return object;
  }

  private static void put(ObjectNode object, Field field, Object value, String path) {
    switch (value) {
      case Optional<?> optional -> optional.ifPresent(present -> object.set(field.name(), json(field, present, path)));
      case List<?> list -> {
        if (field.isRequired() || !list.isEmpty()) {
          object.set(field.name(), array(field, list, path));
        }
      }
      default -> object.set(field.name(), json(field, value, path));
    }
  }

  private static ArrayNode array(Field field, List<?> values, String path) {
    Rules.checkSize(field, values, path);
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Object value : values) {
      array.add(json(field, value, path + "[" + array.size() + "]"));
    }
    return array;
  }

  private static JsonNode json(Field field, Object value, String path) {
    Rules.check(field, value, path);
    return switch (value) {
      case String text -> TextNode.valueOf(text);
      case Integer number -> IntNode.valueOf(number);
      case Boolean truth -> BooleanNode.valueOf(truth);
      case Instant time -> TextNode.valueOf(Timestamps.write(time));
      case Enum<?> constant -> TextNode.valueOf(WireNames.of(constant));
      case ObjectNode object -> object;
      case Record inner -> object(inner, path + ".");
      default ->
        throw new IllegalStateException("messages are made of strings, numbers, times, enums and records; " + path + " is a "
            + value.getClass().getName());
    };
  }
}

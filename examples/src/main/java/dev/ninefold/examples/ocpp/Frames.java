package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ninefold.examples.ocpp.Frame.Call;
import dev.ninefold.examples.ocpp.Frame.CallError;
import dev.ninefold.examples.ocpp.Frame.CallResult;

/** Frames as text, and text as frames. */
public final class Frames {
  private static final int CALL = 2;
  private static final int CALL_RESULT = 3;
  private static final int CALL_ERROR = 4;
  private static final int LONGEST_ID = 36;

  private Frames() {}

  /**
   * Reads a frame. Whatever the text is, this returns.
   *
   * <p>Refused, because they can be answered, are calls with too few or too many elements, an action that is no string, a payload that is no
   * object, or a name that stands twice in one object. A payload of {@code null} is taken for an empty one. Of an error, only the id and the
   * code have to be there, and an unknown code is read as {@link ErrorCode#GENERIC_ERROR}: to the one who waits, any error is an end.
   */
  public static Reading read(String text) {
    try {
      return frame(Json.readUnique(text));
    } catch (JsonProcessingException _) {
      return withoutUniqueNames(text);
    }
  }

  /**
   * Writes a frame, in ASCII, so that each character of the text is one byte on the wire.
   *
   * @throws IllegalArgumentException if the id is empty or too long
   */
  public static String write(Frame frame) {
    if (!isUsable(frame.id())) {
      throw new IllegalArgumentException(
          "an id of 1 to " + LONGEST_ID + " characters was expected, got '" + frame.id() + "'; a random UUID is one");
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    switch (frame) {
      case Call(String id, String action, ObjectNode payload) -> array.add(CALL).add(id).add(action).add(payload);
      case CallResult(String id, ObjectNode payload) -> array.add(CALL_RESULT).add(id).add(payload);
      case CallError(String id, ErrorCode code, String description, ObjectNode details) ->
        array.add(CALL_ERROR).add(id).add(WireNames.of(code)).add(description).add(details);
    }
    return Json.write(array);
  }

  /** Either this is no JSON, or a name stands in it twice. The latter is a mistake in a payload, and can be answered. */
  private static Reading withoutUniqueNames(String text) {
    try {
      return switch (frame(Json.read(text))) {
        case Reading.Read(Call call) ->
          refused(call.id(), "an object has the same name twice; which of the two counts is not defined");
        case Reading.Read(Frame answer) -> unusable("an object in the answer to " + answer.id() + " has the same name twice");
        case Reading.Refused refused -> refused;
        case Reading.Unusable unusable -> unusable;
      };
    } catch (JsonProcessingException e) {
      return unusable("JSON was expected, got " + text.length() + " characters of something else: " + e.getOriginalMessage());
    }
  }

  private static Reading frame(JsonNode frame) {
    if (!frame.isArray() || frame.isEmpty()) {
      return unusable("an array [type, id, ...] was expected, got " + Json.brief(frame));
    }
    JsonNode type = frame.path(0);
    if (!frame.path(1).isTextual() || !isUsable(frame.path(1).textValue())) {
      return unusable("an id of 1 to " + LONGEST_ID + " characters was expected, got " + Json.brief(frame.path(1)));
    }
    String id = frame.path(1).textValue();
    return switch (type.isInt() ? type.intValue() : 0) {
      case CALL -> call(id, frame);
      case CALL_RESULT -> result(id, frame);
      case CALL_ERROR -> error(id, frame);
      default -> unusable("a type of 2, 3 or 4 was expected, got " + Json.brief(type));
    };
  }

  private static boolean isUsable(String id) {
    return !id.isEmpty() && id.length() <= LONGEST_ID && Rules.isWellFormed(id);
  }

  private static Reading call(String id, JsonNode frame) {
    if (frame.size() != 4) {
      return refused(id, "a call [2, id, action, payload] was expected, got " + frame.size() + " elements");
    }
    if (!frame.path(2).isTextual()) {
      return refused(id, "an action that is a string was expected, got " + Json.brief(frame.path(2)));
    }
    return switch (frame.path(3)) {
      case ObjectNode payload -> new Reading.Read(new Call(id, frame.path(2).textValue(), payload));
      case JsonNode nothing when nothing.isNull() -> new Reading.Read(new Call(id, frame.path(2).textValue(), empty()));
      case JsonNode other -> refused(id, "a payload that is an object was expected, got " + Json.brief(other));
    };
  }

  private static Reading result(String id, JsonNode frame) {
    if (frame.size() != 3) {
      return unusable("a result [3, id, payload] was expected for " + id + ", got " + frame.size() + " elements");
    }
    return switch (frame.path(2)) {
      case ObjectNode payload -> new Reading.Read(new CallResult(id, payload));
      case JsonNode nothing when nothing.isNull() -> new Reading.Read(new CallResult(id, empty()));
      case JsonNode other -> unusable("a payload that is an object was expected for " + id + ", got " + Json.brief(other));
    };
  }

  private static Reading error(String id, JsonNode frame) {
    if (frame.size() > 5 || !frame.path(2).isTextual()) {
      return unusable("an error [4, id, code, description, details] was expected, got " + Json.brief(frame));
    }
    String name = frame.path(2).textValue();
    String description = frame.path(3).asText("");
    ObjectNode details = frame.path(4) instanceof ObjectNode object ? object : empty();
    return new Reading.Read(WireNames.constant(ErrorCode.class, name)
        .map(code -> new CallError(id, code, description, details))
        .orElseGet(() -> new CallError(id, ErrorCode.GENERIC_ERROR, name + ": " + description, details)));
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static Reading refused(String id, String description) {
    return new Reading.Refused(new CallError(id, ErrorCode.FORMATION_VIOLATION, description));
  }

  private static Reading unusable(String why) {
    return new Reading.Unusable(why);
  }
}

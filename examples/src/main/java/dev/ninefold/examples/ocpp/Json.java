package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON as text, and text as JSON: one value and nothing after it, decimals with all their digits, a bound on how deep it may nest. */
final class Json {
  private static final int DEPTH = 32; // a charging profile, the deepest that OCPP 1.6 has, needs six
  private static final int SHORT = 60;

  private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // the names come from strangers: none is remembered
      .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
      .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();
  private static final ObjectReader READER = MAPPER.reader();
  private static final ObjectReader UNIQUE_READER = READER.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  private static final ObjectWriter WRITER = MAPPER.writer();

  private Json() {}

  /** Reads a value; of fields with the same name the last one counts. */
  static JsonNode read(String text) throws JsonProcessingException {
    return read(READER, text);
  }

  /** Reads a value in which no object has a name twice. */
  static JsonNode readUnique(String text) throws JsonProcessingException {
    return read(UNIQUE_READER, text);
  }

  private static JsonNode read(ObjectReader reader, String text) throws JsonProcessingException {
    if (!Rules.isWellFormed(text)) {
      throw new JsonParseException(null, "there is half of a surrogate pair in it");
    }
    try {
      return reader.readTree(text);
    } catch (NumberFormatException e) {
      // Jackson lets it through when an exponent is larger than a BigDecimal can hold.
      throw new JsonParseException(null, "a number is too large: " + e.getMessage(), e);
    }
  }

  /** Writes a value, in ASCII: all else is escaped, and with it the halves of surrogate pairs, which no encoding would let through. */
  static String write(JsonNode value) {
    try {
      return WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a tree of JSON was expected that can be written, got one that cannot: " + e.getOriginalMessage(), e);
    }
  }

  /** A value for a message to a person. */
  static String brief(JsonNode value) {
    if (value.isMissingNode()) {
      return "nothing";
    }
    return shortened(write(value), SHORT);
  }

  /** A text in ASCII of at most so many characters. */
  static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
  }
}

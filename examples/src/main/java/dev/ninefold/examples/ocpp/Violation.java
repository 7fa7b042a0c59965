package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A field that breaks a rule. It does not leave this package: it becomes an answer, or the exception of a sender. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_DESCRIPTION = 255; // as later versions of OCPP have it

  private final ErrorCode code;
  private final String field;
  private final String expected;
  private final String got;

  /**
   * What is wrong.
   *
   * @param field by its path, as {@code meterValue[0].timestamp}
   */
  Violation(ErrorCode code, String field, String expected, String got) {
    super(field + ": expected " + expected + ", got " + got, null, false, false);
    this.code = code;
    this.field = field;
    this.expected = expected;
    this.got = got;
  }

  /** The same for an answer. */
  <T> Decoded<T> rejected(String action) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.put("action", action).put("field", field).put("expected", expected).put("got", got);
    String message = field + ": expected " + expected + ", got " + got;
    return new Decoded.Rejected<>(code, Json.shortened(message, LONGEST_DESCRIPTION), details);
  }
}

package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What came of decoding the payload of a frame.
 *
 * @param <T> the message that was expected
 */
public sealed interface Decoded<T> {

  /** It is a message. */
  record Understood<T>(T message) implements Decoded<T> {}

  /**
   * It is none.
   *
   * @param description which field is wrong, what was expected, what came
   * @param details the same for programs: {@code action}, and where they apply {@code field}, {@code expected} and {@code got}
   */
  record Rejected<T>(ErrorCode code, String description, ObjectNode details) implements Decoded<T> {

    /** The answer to the call that was rejected. */
    public Frame.CallError answer(String id) {
      return new Frame.CallError(id, code, description, details);
    }
  }
}

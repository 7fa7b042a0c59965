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
   * @param description which field is wrong, what was expected, what came; of a sane length
   * @param details the same in parts and in full length, if a field is wrong: {@code action}, {@code field}, {@code expected}, {@code got}
   */
  record Rejected<T>(ErrorCode code, String description, ObjectNode details) implements Decoded<T> {

    /** The answer to the call that was rejected. */
    public Frame.CallError answer(String id) {
      return new Frame.CallError(id, code, description, details);
    }
  }
}

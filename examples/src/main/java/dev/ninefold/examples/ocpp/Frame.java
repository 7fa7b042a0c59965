package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What goes over the line, in either direction: a call, and for each call one answer with the call's id. The JSON inside is not to be
 * changed by whoever holds a frame.
 */
public sealed interface Frame {

  /** By which an answer finds its call, at most 36 characters. The caller chooses it. */
  String id();

  /**
   * A request.
   *
   * @param action the name of the message, as {@code BootNotification}
   */
  record Call(String id, String action, ObjectNode payload) implements Frame {}

  /** The answer to a call that was understood. */
  record CallResult(String id, ObjectNode payload) implements Frame {}

  /**
   * The answer to a call that was not understood, or that could not be served.
   *
   * @param description in words, for a person; may be empty
   * @param details what else there is to say, in no particular form
   */
  record CallError(String id, ErrorCode code, String description, ObjectNode details) implements Frame {

    /** An error without details. */
    public CallError(String id, ErrorCode code, String description) {
      this(id, code, description, JsonNodeFactory.instance.objectNode());
    }
  }
}

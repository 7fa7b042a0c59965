package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.CentralReply;
import dev.ninefold.examples.ocpp.ErrorCode;

/**
 * What became of a command to a station.
 *
 * @param <R> the reply to the command
 */
public sealed interface Outcome<R extends CentralReply> {

  /** The station has replied. */
  record Replied<R extends CentralReply>(R reply) implements Outcome<R> {}

  /** It has answered with an error, or with something that is no reply to the command. */
  record Refused<R extends CentralReply>(ErrorCode code, String description) implements Outcome<R> {}

  /** It has not answered in time. */
  record NoAnswer<R extends CentralReply>() implements Outcome<R> {}

  /** It is not connected, or was disconnected before it answered. */
  record NotConnected<R extends CentralReply>() implements Outcome<R> {}
}

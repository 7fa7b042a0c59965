package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The messages inside of frames.
 *
 * <p>Decoding is strict about what a message says, and tolerant about what it says besides: fields that OCPP 1.6 does not have are passed over,
 * although its JSON schemas forbid them, because many stations send some; and an optional field that is {@code null} is one that is not there.
 */
public final class Messages {
  private Messages() {}

  /** Decodes what a station asks of the management system. */
  public static Decoded<StationRequest<?>> stationRequest(Frame.Call call) {
    throw new UnsupportedOperationException("not yet: " + call);
  }

  /** Decodes what the management system asks of a station. */
  public static Decoded<CentralRequest<?>> centralRequest(Frame.Call call) {
    throw new UnsupportedOperationException("not yet: " + call);
  }

  /** Decodes the result of a request. */
  public static <R extends OcppReply> Decoded<R> reply(OcppRequest<R> request, Frame.CallResult result) {
    throw new UnsupportedOperationException("not yet: " + request + result);
  }

  /**
   * Encodes a request.
   *
   * @throws IllegalArgumentException if a field breaks a rule of OCPP, as a string that is too long
   */
  public static ObjectNode encode(OcppRequest<?> request) {
    throw new UnsupportedOperationException("not yet: " + request);
  }

  /**
   * Encodes a reply.
   *
   * @throws IllegalArgumentException if a field breaks a rule of OCPP, as a string that is too long
   */
  public static ObjectNode encode(OcppReply reply) {
    throw new UnsupportedOperationException("not yet: " + reply);
  }

  /** A request as a frame. */
  public static Frame.Call call(String id, OcppRequest<?> request) {
    return new Frame.Call(id, request.action(), encode(request));
  }

  /** A reply as a frame. */
  public static Frame.CallResult result(String id, OcppReply reply) {
    return new Frame.CallResult(id, encode(reply));
  }
}

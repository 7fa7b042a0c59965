package dev.ninefold.examples.ocpp;

/**
 * A message that is answered by another.
 *
 * @param <R> the answer's type
 */
public sealed interface OcppRequest<R extends OcppReply> permits StationRequest, CentralRequest {

  /** The name of the message on the wire. */
  default String action() {
    return getClass().getSimpleName();
  }
}

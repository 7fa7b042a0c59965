package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.CentralRequest;
import dev.ninefold.examples.ocpp.StationReply;
import dev.ninefold.examples.ocpp.StationRequest;

/** What the handlers of a station are notified of. */
public sealed interface StationEvent {

  /**
   * The station has asked something. The reply to it is {@link Station#reply}.
   *
   * @param number tells the requests of a station apart
   * @param request what it has asked
   * @param context what else there is to know
   */
  record Requested(long number, StationRequest<?> request, Context context) implements StationEvent {}

  /** It got that reply. */
  record Replied(long number, StationRequest<?> request, StationReply reply) implements StationEvent {}

  /** It got an internal error as the answer to that. */
  record Failed(long number, StationRequest<?> request) implements StationEvent {}

  /** It has connected. */
  record Connected() implements StationEvent {}

  /** It is not connected any more. */
  record Disconnected() implements StationEvent {}

  /** It was told something, with that outcome. */
  record Commanded(CentralRequest<?> request, Outcome<?> outcome) implements StationEvent {}

  /** Somebody at the console wants to see what happens when the business logic crashes. */
  record Crash() implements StationEvent {}
}

package dev.ninefold.test;

import dev.ninefold.gen.Cast;
import dev.ninefold.gen.Gen;
import dev.ninefold.process.ReplyPlace;

/** How something comes to a mailbox, and what it is. */
enum Kind {
  MESSAGE("a plain message: see Probe.assertReceive"),
  CALL("a call: see Probe.expectCall"),
  CAST("a cast: see Probe.expectCast");

  private final String text;

  Kind(String text) {
    this.text = text;
  }

  static Kind of(Object message) {
    return switch (message) {
      case ReplyPlace _, Gen.AsyncRequest _ -> CALL;
      case Cast _ -> CAST;
      default -> MESSAGE;
    };
  }

  /** What was asked, told or sent. */
  Object content(Object message) {
    return switch (message) {
      case ReplyPlace place -> place.request();
      case Gen.AsyncRequest asked -> asked.request();
      case Cast(Object told) -> told;
      default -> message;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}

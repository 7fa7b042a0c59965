package dev.ninefold.gen;

import static dev.ninefold.debug.EventFormat.text;

import dev.ninefold.debug.SystemEvent;
import dev.ninefold.process.ReplyPlace;

/** The events of a gen_server, and of what is one in OTP: which message they show, and how they are printed. */
final class ServerEvents {

  private ServerEvents() {}

  /** What came, as a user's debug function may see it. */
  static Object shown(Object message) {
    return switch (message) {
      case ReplyPlace place -> new Call(place.request(), Gen.from(place));
      case Gen.AsyncRequest async -> new Call(async.request(), Gen.from(async));
      case Object other -> other;
    };
  }

  static String format(SystemEvent event, Object process) {
    String start = "*DBG* " + text(process) + " ";
    return start + switch (event) {
      case SystemEvent.In(Call(Object request, From from), var _) -> "got call " + text(request) + " from " + caller(from);
      case SystemEvent.In(Cast(Object message), var _) -> "got cast " + text(message);
      case SystemEvent.In(Object message, var _) -> "got " + text(message);
      case SystemEvent.Out(Object reply, Object to, var state) ->
        "sent " + text(reply) + " to " + (to instanceof From from ? caller(from) : text(to))
            + state.map(s -> ", new state " + text(s)).orElse("");
      case SystemEvent.NoReply(Object state) -> "new state " + text(state);
      case SystemEvent.Continue(Object term) -> "dbg  {continue," + text(term) + "}";
      case SystemEvent other -> "dbg  " + text(other);
    };
  }

  private static String caller(From from) {
    return from.caller().map(Object::toString).orElse("a thread");
  }
}

package dev.ninefold.genevent;

import static dev.ninefold.debug.EventFormat.text;

import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.Call;
import dev.ninefold.gen.From;

/** How the events of a manager are printed. */
final class ManagerEvents {

  private ManagerEvents() {}

  static String format(SystemEvent event, Object process) {
    String start = "*DBG* " + text(process);
    return start + switch (event) {
      case SystemEvent.In(Notify(Object told), var _) -> " got event " + text(told);
      case SystemEvent.In(Call(ManagerRequest.Call<?>(HandlerKey<?> handler, var request), var _), var _) ->
        "(" + text(handler) + ") got call " + text(request);
      case SystemEvent.In(Call(Object request, From from), var _) ->
        " got " + text(request) + " from " + from.caller().map(Object::toString).orElse("a thread");
      case SystemEvent.In(Object message, var _) -> " got " + text(message);
      case SystemEvent other -> " : " + text(other);
    };
  }
}

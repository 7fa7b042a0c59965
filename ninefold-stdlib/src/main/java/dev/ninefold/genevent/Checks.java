package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import java.util.Objects;
import java.util.function.Supplier;

/** What arguments have to be. */
final class Checks {

  private Checks() {}

  static void request(Request<?> request) {
    Objects.requireNonNull(request, "request: expected the request that is answered, got null");
  }

  static void swap(Object args, Object state, HandlerKey<?> handler, Supplier<?> module) {
    args(args);
    Objects.requireNonNull(state, "state: expected the last state of the handler, got null");
    handler(handler);
    module(module);
  }

  static void args(Object args) {
    Objects.requireNonNull(args, "args: expected what the terminate of the handler is to get, got null");
  }

  static void handler(HandlerKey<?> handler) {
    Objects.requireNonNull(handler,
        "handler: expected the key of a handler, for example HandlerKey.of(TerminalLogger.class), got null");
  }

  static void module(Supplier<?> module) {
    Objects.requireNonNull(module, "module: expected what makes the handler, for example TerminalLogger::new, got null");
  }
}

package dev.ninefold.genevent;

import dev.ninefold.process.Destination;
import dev.ninefold.term.ExitReason;
import org.jspecify.annotations.Nullable;

/** A manager did not grant a request, because of a handler. The manager goes on. */
public final class HandlerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient HandlerError error;

  HandlerException(String function, Destination manager, HandlerKey<?> handler, HandlerError error) {
    super(function + " of " + handler + " in " + manager + ": " + text(function, error), cause(error));
    this.error = error;
  }

  /** Why. */
  public HandlerError error() {
    return error;
  }

  private static String text(String function, HandlerError error) {
    return switch (error) {
      case HandlerError.NotInstalled _ ->
        (function.equals("gen_event:delete_handler") ? "module_not_found" : "bad_module")
            + ": expected an installed handler; see GenEvent.whichHandlers. A key without an id denotes no handler with one";
      case HandlerFailure.Exit(ExitReason reason) -> "its code failed: " + reason;
      case HandlerFailure.BadReturn(Object value) ->
        "expected a result of the callback, made by HandlerInit, HandlerNext or HandlerReply for this request, got " + value;
      case HandlerFailure.Refused(Object reason) -> "its init refused: " + reason;
    };
  }

  private static @Nullable Throwable cause(HandlerError error) {
    return error instanceof HandlerFailure.Exit(ExitReason.Crashed(Throwable cause)) ? cause : null;
  }
}

package dev.ninefold.sys;

import dev.ninefold.gen.SystemRequest.Failure;
import dev.ninefold.process.Destination;
import dev.ninefold.term.ExitReason;
import org.jspecify.annotations.Nullable;

/** A process refused a system message, or failed to carry it out. It goes on as before. */
public final class SysException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  SysException(String function, Destination process, Failure failure) {
    super("sys:" + function + " of " + process + ": " + text(failure), cause(failure));
    this.failure = failure;
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }

  private static String text(Failure failure) {
    return switch (failure) {
      case Failure.CallbackFailed(var callback, var kind, var reason) ->
        "callback_failed: " + callback + ": " + kind + " " + reason;
      case Failure.OpenFile(var what) -> what.toString();
      case Failure.UnknownMessage unknown -> unknown + "; change_code works on a suspended process only";
    };
  }

  private static @Nullable Throwable cause(Failure failure) {
    return failure instanceof Failure.CallbackFailed(var _, var _, ExitReason.Crashed(Throwable cause)) ? cause : null;
  }
}

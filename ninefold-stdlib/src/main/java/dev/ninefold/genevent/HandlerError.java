package dev.ninefold.genevent;

import java.util.Objects;

/** Why a request to a manager could not be granted. */
public sealed interface HandlerError permits HandlerError.NotInstalled, HandlerFailure {

  /**
   * There is no such handler: OTP's {@code bad_module} of a call, {@code module_not_found} of a deletion.
   *
   * @param handler whom the request was meant for
   */
  record NotInstalled(HandlerKey<?> handler) implements HandlerError {
    public NotInstalled {
      Objects.requireNonNull(handler, "handler: expected the key of a handler, got null");
    }

    @Override
    public String toString() {
      return "bad_module";
    }
  }
}

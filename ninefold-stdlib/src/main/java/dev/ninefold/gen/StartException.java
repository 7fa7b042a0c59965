package dev.ninefold.gen;

import dev.ninefold.term.ExitReason;

/** A process was to be started and is not running. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ExitReason reason;

  StartException(String message, ExitReason reason) {
    super(message, reason instanceof ExitReason.Crashed(Throwable cause) ? cause : null);
    this.reason = reason;
  }

  /** Why. */
  public ExitReason reason() {
    return reason;
  }
}

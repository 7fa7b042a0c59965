package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import java.util.Objects;

/** Ends the process whose code it leaves, with a given reason: OTP's exception of class exit. */
public class ExitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ExitReason reason;

  /** An exit with the reason. */
  public ExitException(ExitReason reason) {
    this.reason = Objects.requireNonNull(reason, "reason: expected an exit reason, for example ExitReason.NORMAL, got null");
  }

  private ExitException(ExitReason reason, boolean stack) {
    super(null, null, stack, stack);
    this.reason = reason;
  }

  /** An exit whose place in the code does not matter: it has no stack trace, and costs little. For behaviours. */
  public static ExitException withoutStack(ExitReason reason) {
    return new ExitException(reason, false);
  }

  /** The reason with which the process ends. */
  public ExitReason reason() {
    return reason;
  }

  /** The reason in words; made when it is asked for, because most exits are never shown, and a reason may hold a whole state. */
  @Override
  public String getMessage() {
    return text(reason);
  }

  /** What a value says of itself; if it fails to, its class and the failure. */
  static String text(Object value) {
    try {
      return String.valueOf(value);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      return value.getClass().getName() + ", whose toString fails with " + e.getClass().getName();
    }
  }
}

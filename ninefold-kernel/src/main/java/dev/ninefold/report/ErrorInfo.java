package dev.ninefold.report;

import dev.ninefold.term.ExitReason;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How code ended that did not return: OTP's {@code {Class, Reason, Stack}}.
 *
 * @param kind the class of the exception
 * @param reason what was thrown or exited with
 * @param exception the exception itself, with its stack, if there was one
 */
public record ErrorInfo(Kind kind, Object reason, Optional<Throwable> exception) {

  public ErrorInfo {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(exception, "exception");
  }

  /** OTP's classes of exceptions. */
  public enum Kind {
    /** Any exception that is none of the other two. */
    ERROR,
    /** The code asked for its end. */
    EXIT,
    /** A value was thrown that nobody caught. */
    THROW
  }

  /** An exit without an exception, as when a callback returned stop. */
  public static ErrorInfo exit(ExitReason reason) {
    return new ErrorInfo(Kind.EXIT, reason, Optional.empty());
  }

  /** An exception of any kind that left the code. */
  public static ErrorInfo error(Throwable exception) {
    return new ErrorInfo(Kind.ERROR, exception, Optional.of(exception));
  }

  @Override
  public String toString() {
    return "exception " + kind.name().toLowerCase(Locale.ROOT) + ": " + reason;
  }
}

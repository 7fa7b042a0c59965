package dev.ninefold.genserver;

import dev.ninefold.time.Clock;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;

/** What a server does after a callback has returned, before it takes the next message: OTP's action. */
public sealed interface Then {

  /** Takes the next message. */
  record None() implements Then {
    static final None NONE = new None();
  }

  /**
   * If no message comes within the time, {@code handleInfo} gets {@code Info.Timeout}. Any message cancels it; a system message starts it
   * anew. Zero: if no message waits now. OTP's integer timeout.
   *
   * @param after how long
   */
  record AfterTimeout(Duration after) implements Then {
    public AfterTimeout {
      Timeout.check(after);
    }
  }

  /**
   * If no message comes within the time, {@code handleInfo} gets the given message. System messages do not disturb it; any other message
   * cancels it. Zero: at once, before anything in the mailbox. OTP 28's {@code {timeout, Time, Message}}.
   *
   * @param after how long, or since the clock's zero if absolute
   * @param message what handleInfo gets
   * @param absolute whether the time is a point on the node's clock
   */
  record AfterTimeoutMessage(Duration after, Object message, boolean absolute) implements Then {
    public AfterTimeoutMessage {
      Timeout.check(after);
      Objects.requireNonNull(message, "message: expected what handleInfo is to get, got null");
    }

    Duration left(Clock clock) {
      Duration left = absolute ? after.minusNanos(clock.nanoTime()) : after;
      return left.isNegative() ? Duration.ZERO : left;
    }
  }

  /**
   * Calls {@code handleContinue} with the term before any message is taken.
   *
   * @param term what handleContinue gets
   */
  record Continue(Object term) implements Then {
    public Continue {
      Objects.requireNonNull(term, "term: expected what handleContinue is to get, got null");
    }

    /** As the last message of a server that ends in its continuation, reports show it (GS-49). */
    @Override
    public String toString() {
      return "{continue, " + term + "}";
    }
  }

  /** As {@link None}: an idle process is small here. */
  record Hibernate() implements Then {}

  /** OTP's integer timeout. */
  static Then timeout(Duration after) {
    return new AfterTimeout(after);
  }

  /** OTP 28's timeout with a message. */
  static Then timeout(Duration after, Object message) {
    return new AfterTimeoutMessage(after, message, false);
  }

  /** OTP 28's timeout with a message, at a point of the node's monotonic clock in milliseconds. */
  static Then timeoutAt(long millis, Object message) {
    return new AfterTimeoutMessage(Duration.ofMillis(Math.max(0, millis)), message, true);
  }

  /** A continuation: OTP's {@code {continue, Term}}. */
  static Then continueWith(Object term) {
    return new Continue(term);
  }

  /** OTP's hibernate. */
  static Then hibernate() {
    return new Hibernate();
  }

  /** OTP 28's {@code {hibernate, Time, Message}}: as {@link #timeout(Duration, Object)}, for an idle process is small here. */
  static Then hibernate(Duration after, Object message) {
    return timeout(after, message);
  }

  /** The same at a point of the node's monotonic clock in milliseconds. */
  static Then hibernateAt(long millis, Object message) {
    return timeoutAt(millis, message);
  }
}

package dev.ninefold.process;

import java.util.Objects;

/**
 * Carries a value out of a callback as if it had been returned: OTP's exception of class throw. In a plain process nobody
 * catches it, and it ends the process with OTP's {@code {nocatch, Value}}.
 */
public final class ThrownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Object value;

  /** A throw of the value. */
  public ThrownException(Object value) {
    super("thrown: " + Objects.requireNonNull(value, "value"));
    this.value = value;
  }

  /** What was thrown. */
  public Object value() {
    return value;
  }
}

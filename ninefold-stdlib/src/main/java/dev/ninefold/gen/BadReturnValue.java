package dev.ninefold.gen;

/**
 * The exit reason of a behaviour whose callback returned something else than its results: OTP's {@code {bad_return_value, X}}.
 *
 * @param value what it returned, as text if it was null
 */
public record BadReturnValue(Object value) {
  @Override
  public String toString() {
    return "{bad_return_value, " + value + "}";
  }
}

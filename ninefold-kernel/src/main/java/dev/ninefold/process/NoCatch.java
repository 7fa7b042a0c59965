package dev.ninefold.process;

/**
 * The exit reason of a plain process that did not catch a thrown value: OTP's {@code {nocatch, Value}}.
 *
 * @param value what was thrown
 */
public record NoCatch(Object value) {
  @Override
  public String toString() {
    return "{nocatch, " + value + "}";
  }
}

package dev.ninefold.supervisor;

/** What came of {@code terminateChild}, {@code deleteChild} and {@code checkChildspecs}: OTP's {@code ok | {error, Error}}. */
public sealed interface ChildResult {

  /** Done. */
  record Ok() implements ChildResult {
    static final Ok OK = new Ok();

    @Override
    public String toString() {
      return "ok";
    }
  }

  /**
   * Refused; nothing has changed.
   *
   * @param error why
   */
  record Failed(SupervisorError error) implements ChildResult {
    @Override
    public String toString() {
      return "{error, " + error + "}";
    }
  }

  /** Whether it was done. */
  default boolean isOk() {
    return this instanceof Ok;
  }

  /**
   * Does nothing if it was done.
   *
   * @throws IllegalStateException with the error if not
   */
  default void orElseThrow() {
    if (this instanceof Failed(SupervisorError error)) {
      throw new IllegalStateException(error.toString());
    }
  }
}

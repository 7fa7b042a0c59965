package dev.ninefold.gen;

/** A callback is needed that the module does not define: OTP's error {@code undef}. */
public final class UndefinedCallbackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * The callback is missing.
   *
   * @param module the object that should define it
   * @param callback its signature in words
   * @param argument what it was needed for
   */
  public UndefinedCallbackException(Object module, String callback, Object argument) {
    super(
        "undef: " + module.getClass().getName() + " does not define " + callback + ", which is needed for " + argument
            + "; override it, or do not send this");
  }
}

package dev.ninefold.genserver;

/**
 * A cast, as it lies in the mailbox: OTP's {@code {'$gen_cast', Message}}.
 *
 * @param message what was told
 */
record Cast(Object message) {
  @Override
  public String toString() {
    return "{'$gen_cast', " + message + "}";
  }
}

package dev.ninefold.process;

/**
 * What a process was really meant to run: OTP's {@code {Module, Function, Arity}}.
 *
 * @param module a class name, or the name of the behaviour
 * @param function the callback
 * @param arity the number of its arguments in OTP
 */
public record InitialCall(String module, String function, int arity) {

  @Override
  public String toString() {
    return module + ":" + function + "/" + arity;
  }
}

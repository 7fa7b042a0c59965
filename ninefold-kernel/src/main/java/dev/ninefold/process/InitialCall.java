package dev.ninefold.process;

/**
 * What a process was really meant to run: OTP's {@code {Module, Function, Arity}}.
 *
 * @param module a class name, or the name of the behaviour
 * @param function the callback
 * @param arity the number of its arguments in OTP
 */
public record InitialCall(String module, String function, int arity) {

  /**
   * What calls an object that is code. A lambda is called by the class that contains it, as a fun is by its module.
   *
   * @param code the object
   * @param method the method that is called if it is no lambda
   */
  public static InitialCall of(Object code, String method) {
    String name = code.getClass().getName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? new InitialCall(name, method, 0) : new InitialCall(name.substring(0, lambda), "fun", 0);
  }

  @Override
  public String toString() {
    return module + ":" + function + "/" + arity;
  }
}

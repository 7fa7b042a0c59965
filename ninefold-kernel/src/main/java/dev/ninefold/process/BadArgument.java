package dev.ninefold.process;

import dev.ninefold.term.ExitReason;

/**
 * The exit reason of a send to a global or via name that nobody has: OTP's {@code {badarg, {Name, Message}}}.
 *
 * @param name the name
 * @param message what was to be sent
 */
public record BadArgument(Object name, Object message) {

  static ExitException exit(Object name, Object message) {
    return new ExitException(new ExitReason.Other(new BadArgument(name, message)));
  }

  @Override
  public String toString() {
    return "{badarg, {" + name + ", " + message + "}}";
  }
}

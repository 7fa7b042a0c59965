package dev.ninefold.examples.terminal;

import java.util.List;

/** The user has asked for something that is not there. The message says what there is. */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A complaint for the user. */
  public UsageException(String message) {
    super(message);
  }

  /** For an example that takes no arguments. */
  public static void refuseArguments(String example, List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new UsageException(example + " takes no arguments, got: " + String.join(" ", arguments));
    }
  }
}

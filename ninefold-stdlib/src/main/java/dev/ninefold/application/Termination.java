package dev.ninefold.application;

import dev.ninefold.term.ExitReason;

/** Why a node has stopped all its applications. */
public sealed interface Termination {

  /** It was asked to. */
  record Shutdown() implements Termination {
    @Override
    public String toString() {
      return "shutdown";
    }
  }

  /** An application has ended that must not: a permanent one, or a transient one with another reason than normal. */
  record ApplicationTerminated(String application, ExitReason reason) implements Termination {
    @Override
    public String toString() {
      return "{application_terminated, " + application + ", " + reason + "}";
    }
  }

  /** An application that was to be permanent or transient could not be started. */
  record StartFailure(String application, ApplicationError error) implements Termination {
    @Override
    public String toString() {
      return "{application_start_failure, " + application + ", " + error + "}";
    }
  }
}

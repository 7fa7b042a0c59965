package dev.ninefold.application;

import dev.ninefold.term.ExitReason;
import java.util.List;

/** Why something could not be done with an application; prints itself as OTP's term. {@link Applications#formatError} says it in words. */
public sealed interface ApplicationError {

  /** A callback with its arguments: OTP's {@code {Module, Function, Args}}. */
  record Invocation(String module, String function, List<Object> args) {
    @Override
    public String toString() {
      return "{" + module + ", " + function + ", " + args + "}";
    }
  }

  /** What left a callback as an exception: OTP's {@code {'EXIT', Reason}}. */
  record Exit(ExitReason reason) {
    @Override
    public String toString() {
      return "{'EXIT', " + reason + "}";
    }
  }

  /** It is loaded already; the name or the specification, as it was given. */
  record AlreadyLoaded(Object application) implements ApplicationError {
    @Override
    public String toString() {
      return "{already_loaded, " + application + "}";
    }
  }

  /** It is not loaded. */
  record NotLoaded(String application) implements ApplicationError {
    @Override
    public String toString() {
      return "{not_loaded, " + application + "}";
    }
  }

  /** It runs, and so cannot be unloaded. */
  record Running(String application) implements ApplicationError {
    @Override
    public String toString() {
      return "{running, " + application + "}";
    }
  }

  /** No provider knows an application of that name: OTP's {@code {"no such file or directory", "Name.app"}}. */
  record NotFound(String application) implements ApplicationError {
    @Override
    public String toString() {
      return "{\"no such specification\", " + application + "}";
    }
  }

  /** Several providers know different applications of that name. */
  record Ambiguous(String application, List<String> providers) implements ApplicationError {
    @Override
    public String toString() {
      return "{ambiguous, " + application + ", " + providers + "}";
    }
  }

  /** It is running. */
  record AlreadyStarted(String application) implements ApplicationError {
    @Override
    public String toString() {
      return "{already_started, " + application + "}";
    }
  }

  /** It, or what it depends on, was not started. */
  record NotStarted(String application) implements ApplicationError {
    @Override
    public String toString() {
      return "{not_started, " + application + "}";
    }
  }

  /** What it depends on was started, and has ended. */
  record NotRunning(String application) implements ApplicationError {
    @Override
    public String toString() {
      return "{not_running, " + application + "}";
    }
  }

  /** Its start, or a start phase, returned an error, or exited with normal. */
  record StartFailed(Object reason, Invocation callback) implements ApplicationError {
    @Override
    public String toString() {
      return "{" + reason + ", " + callback + "}";
    }
  }

  /** Its start returned something else, or threw: then the value is an {@link Exit}. */
  record BadReturn(Invocation callback, Object value) implements ApplicationError {
    @Override
    public String toString() {
      return "{bad_return, {" + callback + ", " + value + "}}";
    }
  }

  /** A start phase threw; the value is an {@link Exit}. */
  record BadPhaseReturn(Invocation callback, Object value) implements ApplicationError {
    @Override
    public String toString() {
      return "{bad_return_value, {" + callback + ", " + value + "}}";
    }
  }

  /** An application with start phases includes one that has none. */
  record StartPhasesUndefined(String application) implements ApplicationError {
    @Override
    public String toString() {
      return "{start_phases_undefined, " + application + "}";
    }
  }

  /** It ended while it was starting. */
  record Exited(ExitReason reason) implements ApplicationError {
    @Override
    public String toString() {
      return reason.toString();
    }
  }

  /** Applications depend on each other in a circle; the first is also behind the last. */
  record CircularDependency(List<String> applications) implements ApplicationError {
    @Override
    public String toString() {
      return "{circular_dependency, " + applications + "}";
    }
  }

  /** What ensureAllStarted could not start, and why: OTP's {@code {Application, Reason}}. */
  record CouldNotStart(String application, ApplicationError reason) implements ApplicationError {
    @Override
    public String toString() {
      return "{" + application + ", " + reason + "}";
    }
  }

  /** The configChange callbacks that failed. */
  record ConfigChangeFailed(List<Object> reasons) implements ApplicationError {
    @Override
    public String toString() {
      return reasons.toString();
    }
  }

  /** The node stops all its applications, or has stopped them: nothing can be started any more. */
  record Terminating() implements ApplicationError {
    @Override
    public String toString() {
      return "terminating";
    }
  }
}

package dev.ninefold.application;

import dev.ninefold.application.ApplicationError.Exit;
import dev.ninefold.application.ApplicationError.Invocation;
import dev.ninefold.supervisor.SupervisorError;
import dev.ninefold.term.ExitReason;
import java.util.Optional;

/** Something could not be done with an application. */
public final class ApplicationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ApplicationError error;

  ApplicationException(ApplicationError error) {
    super(text(error), cause(error).orElse(null));
    this.error = error;
  }

  /** The exception that the error speaks of, if there is one. */
  static Optional<Throwable> cause(ApplicationError error) {
    return switch (error) {
      case ApplicationError.StartFailed(Object reason, var _) -> thrown(reason);
      case ApplicationError.BadReturn(var _, Object value) -> thrown(value);
      case ApplicationError.BadPhaseReturn(var _, Object value) -> thrown(value);
      case ApplicationError.Exited(ExitReason reason) -> thrown(reason);
      case ApplicationError.CouldNotStart(var _, ApplicationError reason) -> cause(reason);
      case ApplicationError.AlreadyLoaded _, ApplicationError.NotLoaded _, ApplicationError.Running _, ApplicationError.NotFound _, ApplicationError.Ambiguous _,ApplicationError.AlreadyStarted _,ApplicationError.NotStarted _,ApplicationError.NotRunning _,ApplicationError.StartPhasesUndefined _,ApplicationError.CircularDependency _,ApplicationError.ConfigChangeFailed _,ApplicationError.Terminating _ ->
        Optional.empty();
    };
  }

  private static Optional<Throwable> thrown(Object reason) {
    return switch (reason) {
      case ExitReason.Crashed(Throwable thrown) -> Optional.of(thrown);
      case ExitReason.ShutdownWith(SupervisorError.FailedToStartChild(var _, ExitReason child)) -> thrown(child);
      case Exit(ExitReason exit) -> thrown(exit);
      default -> Optional.empty();
    };
  }

  /** Why. */
  public ApplicationError error() {
    return error;
  }

  /** An error in words, as Elixir's {@code Application.format_error}. */
  static String text(ApplicationError error) {
    return switch (error) {
      case ApplicationError.AlreadyLoaded(Object application) -> "already loaded application " + application;
      case ApplicationError.NotLoaded(String application) -> "not loaded application " + application;
      case ApplicationError.Running(String application) -> "application " + application + " is running; stop it first";
      case ApplicationError.NotFound(String application) ->
        "no provider knows the application " + application + "; load its specification, or declare an ApplicationProvider";
      case ApplicationError.Ambiguous(String application, var providers) ->
        "expected one application named " + application + ", got one of each of the providers " + providers
            + "; leave all but one out of the class path, or load the specification that is meant";
      case ApplicationError.AlreadyStarted(String application) -> "already started application " + application;
      case ApplicationError.NotStarted(String application) ->
        "not started application " + application + "; start it first, or use ensureAllStarted";
      case ApplicationError.NotRunning(String application) -> "application " + application + " was started, and has ended";
      case ApplicationError.StartFailed(Object reason, Invocation callback) -> call(callback) + " returned an error: " + reason;
      case ApplicationError.BadReturn(Invocation callback, Object value) -> call(callback) + bad(value);
      case ApplicationError.BadPhaseReturn(Invocation callback, Object value) -> call(callback) + bad(value);
      case ApplicationError.StartPhasesUndefined(String application) ->
        "application " + application + " has no start phases, but is included by one that has";
      case ApplicationError.Exited(var reason) -> "the application ended while it was starting: " + reason;
      case ApplicationError.CircularDependency(var applications) -> "the applications depend on each other: " + applications;
      case ApplicationError.CouldNotStart(String application, ApplicationError reason) ->
        "could not start " + application + ": " + text(reason);
      case ApplicationError.ConfigChangeFailed(var reasons) -> "configChange failed: " + reasons;
      case ApplicationError.Terminating _ -> "the node stops all its applications";
    };
  }

  private static String bad(Object value) {
    return value instanceof Exit(var reason) ? " exited: " + reason : " returned a bad value: " + value;
  }

  private static String call(Invocation callback) {
    return callback.module() + "." + callback.function() + callback.args();
  }
}

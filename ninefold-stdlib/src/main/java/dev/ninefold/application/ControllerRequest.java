package dev.ninefold.application;

import dev.ninefold.gen.Request;
import dev.ninefold.process.Pid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the application controller is asked for. */
sealed interface ControllerRequest<R> extends Request<R> {

  /** Loads the first, as it was asked for, and with it the others, which it includes. */
  record Load(List<ApplicationSpec> specs, Object asGiven) implements ControllerRequest<ApplicationResult> {}

  record Unload(String application) implements ControllerRequest<ApplicationResult> {}

  record Start(String application, RestartType type) implements ControllerRequest<Begun> {}

  /** What a start that has ended came to; to be asked by who has waited for the end of its process. */
  record AwaitStart(StartUnderWay start) implements ControllerRequest<ApplicationResult> {}

  record Stop(String application) implements ControllerRequest<ApplicationResult> {}

  /** The running applications, the one that was started last first. */
  record Which() implements ControllerRequest<List<String>> {}

  record SetEnv(List<ApplicationEnv> configuration, boolean persistent) implements ControllerRequest<ApplicationResult> {}

  record UnsetEnv(String application, String key, boolean persistent) implements ControllerRequest<ApplicationResult> {}

  record ChangeConfig(List<ApplicationEnv> configuration) implements ControllerRequest<ApplicationResult> {}

  /** Answered when the application does not run any more: with the end of the node, if that is why. */
  record AwaitEnd(String application) implements ControllerRequest<Optional<Termination>> {}

  /** Stops everything; answered when all is done. */
  record Shutdown() implements ControllerRequest<Termination> {}

  /** How a start begins. */
  sealed interface Begun {
    /** It does not: it is refused, or was not needed. */
    record Not(ApplicationResult result) implements Begun {}

    /** It is under way, perhaps since somebody else has asked for it. */
    record UnderWay(StartUnderWay start) implements Begun {}
  }

  /** What a start has come to; sent by the process that did it. */
  record StartDone(String application, Pid starter, Outcome outcome) {}

  /** What a start can come to. */
  sealed interface Outcome {
    /** It runs; without a master if it has no processes. */
    record Running(Optional<RunningApplication> running) implements Outcome {}

    /** It does not. */
    record Failed(ApplicationError error) implements Outcome {}
  }

  /** The processes of a running application, and its callbacks. */
  record RunningApplication(Pid master, Pid top, Application module) {}

  /** The state that get_state shows. */
  record Names(List<String> running, Map<String, RestartType> started) {}
}

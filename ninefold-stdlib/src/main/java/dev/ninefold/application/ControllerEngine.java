package dev.ninefold.application;

import dev.ninefold.application.ApplicationError.Exit;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Decides for the application controller: what may start, and what the end of an application means. */
final class ControllerEngine {

  private ControllerEngine() {}

  /** What an ending means for the node. */
  enum Ending {
    /** Nothing. */
    GO_ON,
    /** It ends: all other applications are stopped. */
    TERMINATE_NODE
  }

  /** Why an application must not be started now; empty if it may. OTP's {@code check_start_cond}. */
  static Optional<ApplicationError> checkStart(ApplicationSpec spec, Set<String> running, Set<String> started) {
    if (running.contains(spec.name())) {
      return Optional.of(new ApplicationError.AlreadyStarted(spec.name()));
    }
    return spec.applications()
        .stream()
        .filter(dependency -> !started.contains(dependency) && !spec.optionalApplications().contains(dependency))
        .<ApplicationError>map(ApplicationError.NotStarted::new)
        .findFirst();
  }

  /** The first dependency that was started, and runs no more. */
  static Optional<ApplicationError> checkRunning(ApplicationSpec spec, Set<String> running) {
    return spec.applications()
        .stream()
        .filter(dependency -> !running.contains(dependency) && !spec.optionalApplications().contains(dependency))
        .<ApplicationError>map(ApplicationError.NotRunning::new)
        .findFirst();
  }

  /** What it means that an application has ended by itself. */
  static Ending afterExit(RestartType type, ExitReason reason) {
    return switch (type) {
      case PERMANENT -> Ending.TERMINATE_NODE;
      case TRANSIENT -> reason.equals(ExitReason.NORMAL) ? Ending.GO_ON : Ending.TERMINATE_NODE;
      case TEMPORARY -> Ending.GO_ON;
    };
  }

  /** What it means that an application could not be started. */
  static Ending afterStartFailure(RestartType type, ApplicationError error) {
    return switch (type) {
      case PERMANENT -> Ending.TERMINATE_NODE;
      case TRANSIENT -> isNormalExit(error) ? Ending.GO_ON : Ending.TERMINATE_NODE;
      case TEMPORARY -> Ending.GO_ON;
    };
  }

  private static boolean isNormalExit(ApplicationError error) {
    return error instanceof ApplicationError.StartFailed(Object reason, var _)
        && reason instanceof Exit(ExitReason exit)
        && exit.equals(ExitReason.NORMAL);
  }

  /** Whether a failed start is reported: all are, but for those where nothing was started yet. */
  static boolean isReported(ApplicationError error) {
    return !(error instanceof ApplicationError.NotRunning);
  }

  /**
   * A call of a start phase.
   *
   * @param application whose callback
   * @param phase which phase
   */
  record PhaseCall(String application, ApplicationSpec.Phase phase) {}

  /**
   * The calls of start phases, in order: each phase for the application itself, then for those that it includes and that have it.
   *
   * @param included finds the specifications of included applications
   * @throws ApplicationException if an included application says nothing about start phases
   */
  static List<PhaseCall> phases(ApplicationSpec spec, Function<String, ApplicationSpec> included) {
    List<PhaseCall> calls = new ArrayList<>();
    for (ApplicationSpec.Phase phase : spec.startPhases().orElse(List.of())) {
      addPhase(spec, phase.name(), included, calls);
    }
    return calls;
  }

  private static void addPhase(
      ApplicationSpec spec, String phase, Function<String, ApplicationSpec> included, List<PhaseCall> calls) {
    List<ApplicationSpec.Phase> own = spec.startPhases()
        .orElseThrow(() -> new ApplicationException(new ApplicationError.StartPhasesUndefined(spec.name())));
    own.stream()
        .filter(candidate -> candidate.name().equals(phase))
        .findFirst()
        .ifPresent(found -> calls.add(new PhaseCall(spec.name(), found)));
    if (spec.module().map(ApplicationSpec.Module::applicationStarter).orElse(false)) {
      spec.includedApplications().forEach(name -> addPhase(included.apply(name), phase, included, calls));
    }
  }
}

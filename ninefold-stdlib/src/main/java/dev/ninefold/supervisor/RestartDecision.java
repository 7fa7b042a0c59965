package dev.ninefold.supervisor;

import dev.ninefold.term.ExitReason;

/**
 * What follows from the end of a child that ended by itself: SUP-21 to SUP-23.
 *
 * @param restart whether it is started again; else it is forgotten, or stays as a spec
 * @param report whether there is a child_terminated report
 */
record RestartDecision(boolean restart, boolean report) {

  static RestartDecision of(Restart type, ExitReason reason) {
    return switch (type) {
      case PERMANENT -> new RestartDecision(true, true);
      case TRANSIENT -> new RestartDecision(!reason.isSilent(), !reason.isSilent());
      case TEMPORARY -> new RestartDecision(false, !reason.isSilent());
    };
  }

  /** Whether the end of a child that the supervisor has stopped is as it should be, and makes no report: SUP-48. */
  static boolean isProperStop(Restart type, Shutdown shutdown, ExitReason reason) {
    boolean brutal = shutdown instanceof Shutdown.BrutalKill;
    return switch (reason) {
      case ExitReason.Killed _ -> brutal;
      case ExitReason.Shutdown _ -> !brutal || type != Restart.PERMANENT;
      case ExitReason.Normal _, ExitReason.ShutdownWith _ -> type != Restart.PERMANENT;
      case ExitReason.Kill _, ExitReason.NoProc _, ExitReason.Crashed _, ExitReason.Other _ -> false;
    };
  }
}

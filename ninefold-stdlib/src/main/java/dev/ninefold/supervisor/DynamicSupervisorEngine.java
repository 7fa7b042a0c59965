package dev.ninefold.supervisor;

import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.Supervisor.ChildCounts;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The children of a dynamic supervisor, and what follows when something becomes of them: DS-8 to DS-16. */
final class DynamicSupervisorEngine {

  /*
   * I1. A child is known under the pid of its process; while it is being restarted, under that of the process which has ended.
   * I2. Nothing but the lists and counts of all children takes longer the more children there are.
   */

  /** What is to be done about a child. */
  sealed interface Step {
    /** Nothing: it is none, or not any more. */
    record Nothing() implements Step {}

    /**
     * It has ended for good, and is forgotten.
     *
     * @param report whether there is a child_terminated report
     */
    record Forget(DynamicChild child, boolean report) implements Step {}

    /**
     * It is to be started again.
     *
     * @param report whether there is a child_terminated report
     */
    record StartAgain(DynamicChild child, boolean report) implements Step {}

    /**
     * There were too many restarts; it is forgotten, and the supervisor ends.
     *
     * @param report whether there is a child_terminated report
     */
    record GiveUp(DynamicChild child, boolean report) implements Step {}
  }

  private final Map<Pid, DynamicChild> children = new LinkedHashMap<>();
  private DynamicSupervisorFlags flags;
  private RestartIntensity intensity;

  DynamicSupervisorEngine(DynamicSupervisorFlags flags) {
    this.flags = flags;
    this.intensity = RestartIntensity.of(flags.intensity(), flags.period());
  }

  /** Other flags; the children stay, also if they are too many: DS-18. */
  void setFlags(DynamicSupervisorFlags next) {
    flags = next;
    intensity = intensity.with(next.intensity(), next.period());
  }

  DynamicSupervisorFlags flags() {
    return flags;
  }

  /** How many restarts count at that second. */
  int restarts(long now) {
    return intensity.inPeriod(now);
  }

  // ---- starting

  /** Why no child can be started now: DS-8. */
  Optional<Refusal> refusal() {
    return children.size() < flags.maxChildren() ? Optional.empty() : Optional.of(Refusal.MAX_CHILDREN);
  }

  void started(Pid pid, ChildSpec spec) {
    children.put(pid, DynamicChild.started(pid, spec));
  }

  // ---- ends and restarts

  /**
   * A process has ended by itself.
   *
   * @param now in seconds
   */
  Step ended(Pid pid, ExitReason reason, long now) {
    DynamicChild child = children.get(pid);
    if (child == null || child.isRestarting()) {
      return new Step.Nothing();
    }
    RestartDecision decision = RestartDecision.of(child.spec().restart(), reason);
    if (!decision.restart()) {
      children.remove(pid);
      return new Step.Forget(child, decision.report());
    }
    DynamicChild ended = child.ended(reason);
    children.put(pid, ended);
    return restart(ended, decision.report(), now);
  }

  /**
   * A restart that had failed is to be tried again.
   *
   * @param now in seconds
   */
  Step tryAgain(Pid pid, long now) {
    DynamicChild child = children.get(pid);
    return child == null || !child.isRestarting() ? new Step.Nothing() : restart(child, false, now);
  }

  private Step restart(DynamicChild child, boolean report, long now) {
    RestartIntensity.Step step = intensity.add(now);
    intensity = step.next();
    if (step.allowed()) {
      return new Step.StartAgain(child, report);
    }
    children.remove(child.pid());
    return new Step.GiveUp(child, report);
  }

  /** It runs again, as another process. */
  DynamicChild restarted(DynamicChild child, Pid next) {
    children.remove(child.pid());
    DynamicChild restarted = child.restarted(next);
    children.put(next, restarted);
    return restarted;
  }

  /** It does not run any more, and is not to be started again: DS-9, DS-12. */
  void forget(DynamicChild child) {
    children.remove(child.pid());
  }

  /** Whether the end of a child that the supervisor has stopped is as it should be, and makes no report: DS-15. */
  static boolean isProperStop(ChildSpec spec, ExitReason reason) {
    boolean brutal = spec.shutdown() instanceof Shutdown.BrutalKill;
    return switch (reason) {
      case ExitReason.Killed _ -> brutal;
      case ExitReason.Shutdown _, ExitReason.ShutdownWith _ -> !brutal;
      case ExitReason.Normal _ -> !brutal && spec.restart() != Restart.PERMANENT;
      case ExitReason.Kill _, ExitReason.NoProc _, ExitReason.Crashed _, ExitReason.Other _ -> false;
    };
  }

  // ---- looking at them

  Optional<DynamicChild> find(Pid pid) {
    return Optional.ofNullable(children.get(pid));
  }

  /** All, in the order in which their processes were started. */
  List<DynamicChild> all() {
    return new ArrayList<>(children.values());
  }

  /** DS-13. */
  ChildCounts counts() {
    int active = 0;
    int supervisors = 0;
    for (DynamicChild child : children.values()) {
      active += child.isRestarting() ? 0 : 1;
      supervisors += child.spec().type() == ChildType.SUPERVISOR ? 1 : 0;
    }
    return new ChildCounts(children.size(), active, supervisors, children.size() - supervisors);
  }
}

package dev.ninefold.supervisor;

import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.Supervisor.ChildCounts;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** The children of a dynamic supervisor, and what follows when something becomes of them: DS-8 to DS-16. */
final class DynamicSupervisorEngine {

  /*
   * All times are in nanoseconds.
   *
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
     * It is to be started again, at once.
     *
     * @param report whether there is a child_terminated report
     */
    record StartAgain(DynamicChild child, boolean report) implements Step {}

    /**
     * It is to be started again later, by {@link #startAgain}.
     *
     * @param report whether there is a child_terminated report
     */
    record Wait(DynamicChild child, boolean report, Duration delay) implements Step {}

    /** It is to be tried again, by {@link #tryAgain}, after what is in the mailbox. */
    record TryAgain(DynamicChild child) implements Step {}

    /**
     * There were too many restarts; it is forgotten, and the supervisor ends.
     *
     * @param report whether there is a child_terminated report
     */
    record GiveUp(DynamicChild child, boolean report) implements Step {}
  }

  private final Map<Pid, DynamicChild> children = new LinkedHashMap<>();
  private final DoubleSupplier chance;
  private DynamicSupervisorFlags flags;
  private RestartIntensity intensity;

  /**
   * Without children.
   *
   * @param chance random numbers, for the backoff
   */
  DynamicSupervisorEngine(DynamicSupervisorFlags flags, DoubleSupplier chance) {
    this.flags = flags;
    this.chance = chance;
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

  /** How many restarts count now. */
  int restarts(long now) {
    return intensity.inPeriod(seconds(now));
  }

  // ---- starting

  /** Why no child can be started now: DS-8. */
  Optional<Refusal> refusal() {
    return children.size() < flags.maxChildren() ? Optional.empty() : Optional.of(Refusal.MAX_CHILDREN);
  }

  void started(Pid pid, ChildSpec spec, long now) {
    children.put(pid, DynamicChild.started(pid, spec, now));
  }

  // ---- ends and restarts

  /** A process has ended by itself. */
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
    Optional<Failures> failures = flags.backoff().map(backoff -> child.failures().ended(backoff, now));
    return restart(failures.map(ended::withFailures).orElse(ended), decision.report(), now);
  }

  /** A child that was to be started again did not start. */
  Step notStarted(DynamicChild child, long now) {
    return flags.backoff().isPresent() ? restart(child.withFailures(child.failures().notStarted()), false, now)
        : new Step.TryAgain(child);
  }

  /** A restart that had failed is to be tried again. */
  Step tryAgain(Pid pid, long now) {
    DynamicChild child = children.get(pid);
    return child == null || !child.isRestarting() ? new Step.Nothing() : restart(child, false, now);
  }

  /** The wait before a restart is over. */
  Step startAgain(Pid pid) {
    DynamicChild child = children.get(pid);
    return child == null || !child.isRestarting() ? new Step.Nothing() : new Step.StartAgain(child, false);
  }

  private Step restart(DynamicChild child, boolean report, long now) {
    RestartIntensity.Step step = intensity.add(seconds(now));
    intensity = step.next();
    if (!step.allowed()) {
      children.remove(child.pid());
      return new Step.GiveUp(child, report);
    }
    children.put(child.pid(), child);
    Optional<Duration> delay = flags.backoff().map(backoff -> child.failures().delay(backoff, chance));
    return delay.<Step>map(wait -> new Step.Wait(child, report, wait)).orElse(new Step.StartAgain(child, report));
  }

  private static long seconds(long now) {
    return now / 1_000_000_000;
  }

  /** It runs again, as another process. */
  DynamicChild restarted(DynamicChild child, Pid next, long now) {
    children.remove(child.pid());
    DynamicChild restarted = child.restarted(next, now);
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

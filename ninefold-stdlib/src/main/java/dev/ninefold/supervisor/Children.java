package dev.ninefold.supervisor;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildInfo.State;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The children of a supervisor, in start order. */
final class Children {

  /*
   * I1. `byPid` has exactly the children that are running, as far as the supervisor knows.
   * I2. A temporary child is running, or restarting within a round that is about to drop it, or it is not here.
   * I3. Only a child that is restarting itself has a wait. One that awaits a sibling does not run, and counts as restarting as long as the
   *     sibling does: when that one's restart is given up, nobody has to be told.
   */

  /** A child. Changed by its {@link Children} only. */
  static final class Child {
    private ChildSpec spec;
    private State state = new State.Undefined();
    private @Nullable Pid replaced;
    private @Nullable Child awaited;
    private @Nullable RestartWait wait;
    private Failures failures = Failures.NONE;
    private int restarts;
    private @Nullable ExitReason lastExit;

    private Child(ChildSpec spec) {
      this.spec = spec;
    }

    ChildSpec spec() {
      return spec;
    }

    Object id() {
      return spec.id();
    }

    /** A child that was stopped for the sake of one whose restart waits is being restarted, too, as long as that one is. */
    State state() {
      boolean waits = awaited != null && awaited.state instanceof State.Restarting;
      return waits ? new State.Restarting() : state;
    }

    /** What it waits for before it is restarted; null if it does not wait. */
    @Nullable RestartWait restartWait() {
      return wait;
    }

    Failures failures() {
      return failures;
    }

    /** Whether it runs or is being restarted. */
    boolean isActive() {
      return !(state() instanceof State.Undefined);
    }

    /** Whether it is being restarted itself, not because of a sibling. */
    boolean isRestarting() {
      return state instanceof State.Restarting;
    }

    /** The process that a restart is to replace; empty also if that was stopped for the sake of a sibling. */
    Optional<Pid> replaced() {
      return state instanceof State.Running(Pid pid) ? Optional.of(pid) : Optional.ofNullable(replaced);
    }

    boolean isTemporary() {
      return spec.restart() == Restart.TEMPORARY;
    }

    ChildInfo info() {
      return new ChildInfo(spec.id(), state(), spec.type(), spec.modules(), restarts, Optional.ofNullable(lastExit));
    }
  }

  private final Map<Object, Child> byId = new LinkedHashMap<>();
  private final Map<Pid, Child> byPid = new HashMap<>();

  /** Adds a child that does not run, at the end of the start order. */
  Child add(ChildSpec spec) {
    Child child = new Child(spec);
    byId.put(spec.id(), child);
    return child;
  }

  @Nullable Child get(Object id) {
    return byId.get(id);
  }

  @Nullable Child get(Pid pid) {
    return byPid.get(pid);
  }

  void remove(Child child) {
    setState(child, new State.Undefined());
    byId.remove(child.id());
  }

  void setRunning(Child child, Pid pid, long now) {
    setState(child, new State.Running(pid));
    byPid.put(pid, child);
    child.failures = child.failures.started(now);
  }

  void setRestarting(Child child, Optional<Pid> replaced) {
    setState(child, new State.Restarting());
    child.replaced = replaced.orElse(null);
  }

  /** It is restarted when the wait is over. */
  void setWaiting(Child child, RestartWait wait) {
    child.wait = wait;
  }

  /** The child, which does not run, is restarted when the other one is. */
  void setAwaiting(Child child, Child other) {
    child.awaited = other;
  }

  void setFailures(Child child, Failures failures) {
    child.failures = failures;
  }

  void restarted(Child child) {
    child.restarts++;
  }

  /** What it held when it was started is not needed any more: a temporary child is never started again. */
  void forgetStart(Child child) {
    child.spec = child.spec.withStart(ChildSpec.Forgotten.START);
  }

  /** How the child has ended. */
  void noteExit(Child child, ExitReason reason) {
    child.lastExit = reason;
  }

  /** The child does not run any more; a temporary one is forgotten. */
  void ended(Child child) {
    if (child.isTemporary()) {
      remove(child);
    } else {
      setState(child, new State.Undefined());
    }
  }

  private void setState(Child child, State state) {
    if (child.state instanceof State.Running(Pid pid)) {
      byPid.remove(pid);
    }
    child.state = state;
    child.replaced = null;
    child.awaited = null;
    child.wait = null;
  }

  /** All, in start order. */
  List<Child> inStartOrder() {
    return new ArrayList<>(byId.values());
  }

  /** Whether a significant child runs or is being restarted. */
  boolean anySignificantActive() {
    return byId.values().stream().anyMatch(c -> c.spec.significant() && c.isActive());
  }

  /** All, in start order. */
  List<ChildInfo> infos() {
    return byId.values().stream().map(Child::info).toList();
  }

  Supervisor.ChildCounts counts() {
    int active = 0;
    int supervisors = 0;
    for (Child child : byId.values()) {
      active += child.state instanceof State.Running(Pid pid) && Process.isAlive(pid) ? 1 : 0;
      supervisors += child.spec.type() == ChildType.SUPERVISOR ? 1 : 0;
    }
    return new Supervisor.ChildCounts(byId.size(), active, supervisors, byId.size() - supervisors);
  }

  /** Takes over the specs of a new version: SUP-86. Those named come first, in the new order; the others are kept after them. */
  void update(List<ChildSpec> specs) {
    Map<Object, Child> old = new LinkedHashMap<>(byId);
    byId.clear();
    for (ChildSpec spec : specs) {
      Child known = old.remove(spec.id());
      if (known == null) {
        add(spec);
      } else {
        known.spec = spec;
        byId.put(spec.id(), known);
      }
    }
    byId.putAll(old);
  }
}

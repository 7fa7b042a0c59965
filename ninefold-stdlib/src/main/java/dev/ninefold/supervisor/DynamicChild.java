package dev.ninefold.supervisor;

import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildInfo.NoId;
import dev.ninefold.supervisor.ChildInfo.State;
import dev.ninefold.term.ExitReason;
import java.util.Optional;

/**
 * A child of a dynamic supervisor.
 *
 * @param pid its process; while it is being restarted the one that has ended
 * @param spec its spec, without the start function if that is not needed any more
 * @param isRestarting whether it is being restarted
 * @param restarts how many times it was restarted
 * @param lastExit how it ended the last time
 * @param failures how often it has failed in a row
 */
record DynamicChild(
    Pid pid, ChildSpec spec, boolean isRestarting, int restarts, Optional<ExitReason> lastExit, Failures failures) {

  /** What a temporary child held when it was started is not needed any more: it is never started again. DS-16 */
  static DynamicChild started(Pid pid, ChildSpec spec, long now) {
    boolean forgets = spec.restart() == Restart.TEMPORARY;
    ChildSpec kept = forgets ? spec.withStart(ChildSpec.Forgotten.START) : spec;
    return new DynamicChild(pid, kept, false, 0, Optional.empty(), Failures.NONE.started(now));
  }

  DynamicChild ended(ExitReason reason) {
    return new DynamicChild(pid, spec, true, restarts, Optional.of(reason), failures);
  }

  DynamicChild restarted(Pid next, long now) {
    return new DynamicChild(next, spec, false, restarts + 1, lastExit, failures.started(now));
  }

  DynamicChild withFailures(Failures next) {
    return new DynamicChild(pid, spec, isRestarting, restarts, lastExit, next);
  }

  ChildInfo info() {
    State state = isRestarting ? new State.Restarting() : new State.Running(pid);
    return new ChildInfo(NoId.UNDEFINED, state, spec.type(), spec.modules(), restarts, lastExit);
  }
}

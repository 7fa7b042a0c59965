package dev.ninefold.examples.sequence;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.math.BigInteger;
import java.util.List;

/** The top supervisor. It starts empty, because its second child needs the pid of its first. */
final class SequenceSupervisor implements Supervisor {

  static StartResult<SupervisorRef> startLink(BigInteger initial) {
    StartResult<SupervisorRef> result = Supervisor.startLink(SequenceSupervisor::new, StartOptions.named("Sequence.Supervisor"));
    if (result instanceof StartResult.Ok<SupervisorRef> ok) {
      startWorkers(ok.value(), initial);
    }
    return result;
  }

  private static void startWorkers(SupervisorRef supervisor, BigInteger initial) {
    Pid stash = Supervisor.startChild(supervisor, ChildSpec.worker("Sequence.Stash", () -> SequenceStash.startLink(initial)))
        .orElseThrow();
    Supervisor
        .startChild(supervisor, ChildSpec.supervisor("Sequence.SubSupervisor", () -> SequenceSubSupervisor.startLink(stash)))
        .orElseThrow();
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(), Strategy.ONE_FOR_ONE);
  }
}

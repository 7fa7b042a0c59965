package dev.ninefold.examples.sequence;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.List;

/** Watches over the server alone: however often that crashes, the stash is none of its business. */
final class SequenceSubSupervisor implements Supervisor {

  private final Pid stash;

  private SequenceSubSupervisor(Pid stash) {
    this.stash = stash;
  }

  static StartResult<SupervisorRef> startLink(Pid stash) {
    return Supervisor.startLink(() -> new SequenceSubSupervisor(stash));
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(ChildSpec.worker("Sequence.Server", () -> SequenceServer.startLink(stash))),
        Strategy.ONE_FOR_ONE);
  }
}

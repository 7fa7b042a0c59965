package dev.ninefold.examples.stack;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.List;

/** Watches over the server alone: however often that crashes, the stash is none of its business. */
final class StackSubSupervisor implements Supervisor {

  private final Pid stash;

  private StackSubSupervisor(Pid stash) {
    this.stash = stash;
  }

  static StartResult<SupervisorRef> startLink(Pid stash) {
    return Supervisor.startLink(() -> new StackSubSupervisor(stash));
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(ChildSpec.worker("Stack.Server", () -> StackServer.startLink(stash))), Strategy.ONE_FOR_ONE);
  }
}

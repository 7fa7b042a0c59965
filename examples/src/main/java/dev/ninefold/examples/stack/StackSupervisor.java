package dev.ninefold.examples.stack;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.List;

/** The top supervisor. It starts empty, because its second child needs the pid of its first. */
final class StackSupervisor implements Supervisor {

  static StartResult<SupervisorRef> startLink() {
    StartResult<SupervisorRef> result = Supervisor.startLink(StackSupervisor::new, StartOptions.named("Stack.Supervisor"));
    if (result instanceof StartResult.Ok<SupervisorRef> ok) {
      startWorkers(ok.value());
    }
    return result;
  }

  private static void startWorkers(SupervisorRef supervisor) {
    Pid stash = Supervisor.startChild(supervisor, ChildSpec.worker("Stack.Stash", StackStash::startLink)).orElseThrow();
    Supervisor.startChild(supervisor, ChildSpec.supervisor("Stack.SubSupervisor", () -> StackSubSupervisor.startLink(stash)))
        .orElseThrow();
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(), Strategy.ONE_FOR_ONE);
  }
}

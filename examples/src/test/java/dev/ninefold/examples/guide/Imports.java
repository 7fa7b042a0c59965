package dev.ninefold.examples.guide;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildInfo;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import java.util.List;

/** The client's side of a supervisor in docs/supervisors.md. */
// tag::client[]
final class Imports {
  private static final SupervisorRef SUPERVISOR = SupervisorRef.named("imports");

  static StartResult<SupervisorRef> startLink() {
    return Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, StartOptions.named("imports"));
  }

  static StartResult<Pid> start(String file) {
    var spec = ChildSpec.worker(file, SupervisorsGuideTest::startImporter).withRestart(Restart.TEMPORARY);
    return Supervisor.startChild(SUPERVISOR, spec);
  }

  static boolean cancel(String file) {
    return Supervisor.terminateChild(SUPERVISOR, file).isOk();
  }

  static List<Object> running() {
    return Supervisor.whichChildren(SUPERVISOR).stream().map(ChildInfo::id).toList();
  }
}
// end::client[]

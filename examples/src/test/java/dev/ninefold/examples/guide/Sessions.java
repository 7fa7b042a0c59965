package dev.ninefold.examples.guide;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.SupervisorRef;

// tag::sessions[]
final class Sessions {
  private static final SupervisorRef SUPERVISOR = SupervisorRef.named("sessions");

  static ChildSpec supervisor() {
    var flags = DynamicSupervisorFlags.DEFAULT.withMaxChildren(10_000);
    return ChildSpec.ofDynamicSupervisor(flags, StartOptions.named("sessions"));
  }

  static StartResult<Pid> open(String user) {
    var spec = ChildSpec.worker("session", () -> GenServer.startLink(() -> new UserSession(user)));
    return DynamicSupervisor.startChild(SUPERVISOR, spec.withRestart(Restart.TEMPORARY));
  }

  static boolean close(Pid session) {
    return DynamicSupervisor.terminateChild(SUPERVISOR, session).isOk();
  }

  static int count() {
    return DynamicSupervisor.countChildren(SUPERVISOR).active();
  }
}
// end::sessions[]

package dev.ninefold.examples.http;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.SupervisorRef;
import java.net.Socket;

/** Supervises the connections: none is ever started again, for nobody can connect again but the client, but all end with the program. */
final class Connections {

  private static final SupervisorRef SUPERVISOR = SupervisorRef.named("http_connections");

  private Connections() {}

  static StartResult<SupervisorRef> startLink() {
    return DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT, StartOptions.named("http_connections"));
  }

  /** Starts the process of a connection. */
  static void start(Socket socket, Handler handler, Limits limits) {
    DynamicSupervisor
        .startChild(SUPERVISOR,
            ChildSpec.worker("connection", () -> Connection.startLink(socket, handler, limits)).withRestart(Restart.TEMPORARY))
        .orElseThrow();
  }

  /** How many there are. */
  static int count() {
    return DynamicSupervisor.countChildren(SUPERVISOR).active();
  }
}

package dev.ninefold.examples.http;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.net.Socket;
import java.util.List;

/** Supervises the connections: none is ever started again, for nobody can connect again but the client, but all end with the program. */
final class Connections implements Supervisor {

  private static final SupervisorRef SUPERVISOR = SupervisorRef.named("http_connections");

  static StartResult<SupervisorRef> startLink() {
    return Supervisor.startLink(Connections::new, StartOptions.named("http_connections"));
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(), Strategy.ONE_FOR_ONE);
  }

  /** Starts the process of a connection; the socket is its id. */
  static void start(Socket socket, Handler handler, Limits limits) {
    Supervisor
        .startChild(SUPERVISOR,
            ChildSpec.worker(socket, () -> Connection.startLink(socket, handler, limits)).withRestart(Restart.TEMPORARY))
        .orElseThrow();
  }

  /** How many there are. */
  static int count() {
    return Supervisor.countChildren(SUPERVISOR).active();
  }
}

package dev.ninefold.examples.http;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/** The top supervisor. Whoever comes later needs those before. */
final class HttpSupervisor implements Supervisor {

  private final InetSocketAddress address;
  private final Consumer<InetSocketAddress> listening;
  private final Handler handler;
  private final Limits limits;

  private HttpSupervisor(InetSocketAddress address, Consumer<InetSocketAddress> listening, Handler handler, Limits limits) {
    this.address = address;
    this.listening = listening;
    this.handler = handler;
    this.limits = limits;
  }

  /**
   * Starts the server.
   *
   * @param address where it listens
   * @param listening told where it does, which is more than was said if the port was 0; again when the listener is started again
   */
  static StartResult<SupervisorRef> startLink(
      InetSocketAddress address, Consumer<InetSocketAddress> listening, Handler handler, Limits limits) {
    return Supervisor.startLink(() -> new HttpSupervisor(address, listening, handler, limits), StartOptions.named("http_sup"));
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(
        ChildSpec.worker("http_deadlines", Deadlines::startLink),
        ChildSpec.supervisor("http_connections", Connections::startLink),
        ChildSpec.worker("http_listener", () -> Listener.startLink(address, listening, handler, limits))),
        Strategy.REST_FOR_ONE);
  }
}

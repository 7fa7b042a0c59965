package dev.ninefold.examples.presence;

import dev.ninefold.examples.web.WebSocketServer;
import dev.ninefold.examples.web.WebSocketServer.Listening;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.time.Duration;
import java.util.List;

/**
 * The top supervisor. Whoever comes later needs those before: a tab its socket, and everybody the presence server. A new one begins with
 * nobody, so the tabs are told to go, and the browsers connect again.
 */
final class PresenceSupervisor implements Supervisor {

  private static final Name SERVER = Name.local("presence_web");
  /** A browser answers pings by itself; one that does not answer for so many of them has gone. */
  private static final int PINGS = 3;

  private final Listening listening;
  private final Duration pingEvery;

  private PresenceSupervisor(Listening listening, Duration pingEvery) {
    this.listening = listening;
    this.pingEvery = pingEvery;
  }

  static StartResult<SupervisorRef> startLink(Listening listening) {
    return startLink(listening, listening.silence().dividedBy(PINGS));
  }

  /** The same, with browsers asked so often whether they are there. */
  static StartResult<SupervisorRef> startLink(Listening listening, Duration pingEvery) {
    return Supervisor.startLink(() -> new PresenceSupervisor(listening, pingEvery), StartOptions.named("presence_sup"));
  }

  /** The port on which the web server listens. */
  static int port() {
    return WebSocketServer.port(SERVER);
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(
        ChildSpec.worker("presence", Presence::startLink),
        ChildSpec.worker("web",
            () -> WebSocketServer.startLink(SERVER, listening, this::upgrader, Page::serve)),
        ChildSpec.supervisor("tabs", Tabs::startLink)),
        Strategy.REST_FOR_ONE);
  }

  private PresenceUpgrader upgrader(Node node) {
    return new PresenceUpgrader(name -> new PresenceSession(node, name, pingEvery));
  }
}

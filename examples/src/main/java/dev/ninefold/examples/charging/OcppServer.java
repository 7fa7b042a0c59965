package dev.ninefold.examples.charging;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.websocket.WsConfig;
import java.time.Duration;

/** The process that the web server belongs to: it starts it, and stops it when it ends itself. */
final class OcppServer implements GenServer<WebServer, OcppServer.Call<?>, Void> {

  private static final Name NAME = Name.local("ocpp_server");
  private static final ServerRef<Call<?>, Void> SERVER = ServerRef.of(NAME);

  /** After that much silence a connection is closed, whether the handshake is done or not. Stations send heartbeats more often. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);
  private static final Duration SILENCE_CHECK = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofMillis(200);

  sealed interface Call<R> extends Request<R> {}

  /** On which port does it listen? */
  record Port() implements Call<Integer> {}

  private final String host;
  private final int port;
  private final Connections connections;
  private final Statistics statistics;

  OcppServer(String host, int port, Connections connections, Statistics statistics) {
    this.host = host;
    this.port = port;
    this.connections = connections;
    this.statistics = statistics;
  }

  static StartResult<?> startLink(String host, int port, Connections connections, Statistics statistics) {
    return GenServer.startLink(() -> new OcppServer(host, port, connections, statistics), StartOptions.DEFAULT.withName(NAME));
  }

  /** The port on which the running server listens. */
  static int port() {
    return GenServer.call(SERVER, new Port());
  }

  @Override
  public Init<WebServer> init() throws Exception {
    Process.trapExit(true);
    Node node = Node.current();
    return Init.ok(Process.blocking(() -> start(node)));
  }

  private WebServer start(Node node) {
    WsConfig webSocket = WsConfig.builder().maxFrameLength(OcppSession.LONGEST_MESSAGE).build();
    OcppUpgrader upgrader =
        new OcppUpgrader(webSocket, station -> new OcppSession(node, station, connections, statistics), statistics);
    WebServer server = WebServer.builder()
        .host(host)
        .port(port)
        // Our application stops it.
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        .idleConnectionTimeout(LONGEST_SILENCE)
        .idleConnectionPeriod(SILENCE_CHECK)
        .addConnectionSelector(Http1ConnectionSelector.builder().config(Http1Config.create()).addUpgrader(upgrader).build())
        .protocolsDiscoverServices(false)
        .addProtocol(webSocket)
        .build()
        .start();
    if (!server.isRunning()) {
      // It has logged why.
      throw new IllegalStateException("expected to listen on " + host + ":" + port + "; is the port in use?");
    }
    return server;
  }

  @Override
  public CallResult<WebServer> handleCall(Call<?> request, From from, WebServer server) {
    return switch (request) {
      case Port it -> CallResult.reply(it, server.port(), server);
    };
  }

  @Override
  public void terminate(ExitReason reason, WebServer server) throws Exception {
    Process.blocking(server::stop);
  }
}

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

  private static final Duration GRACE = Duration.ofMillis(200);

  sealed interface Call<R> extends Request<R> {}

  /** On which port does it listen? */
  record Port() implements Call<Integer> {}

  private final String host;
  private final int port;
  private final Duration silence;
  private final Connections connections;
  private final Statistics statistics;

  OcppServer(ChargingOptions options, Connections connections, Statistics statistics) {
    host = options.host();
    port = options.port();
    silence = options.silence();
    this.connections = connections;
    this.statistics = statistics;
  }

  static StartResult<?> startLink(ChargingOptions options, Connections connections, Statistics statistics) {
    return GenServer.startLink(() -> new OcppServer(options, connections, statistics), StartOptions.DEFAULT.withName(NAME));
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
        // That of a read is no shorter: a station may be silent between its heartbeats.
        .connectionOptions(socket -> socket.readTimeout(silence))
        .idleConnectionTimeout(silence)
        .idleConnectionPeriod(silence.dividedBy(10))
        .addConnectionSelector(
            new HangsUp(Http1ConnectionSelector.builder().config(Http1Config.create()).addUpgrader(upgrader).build()))
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

package dev.ninefold.examples.web;

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
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** The process that a web server belongs to: it starts it, and stops it when it ends itself. */
public final class WebSocketServer implements GenServer<WebServer, WebSocketServer.Call<?>, Void> {

  private static final Duration GRACE = Duration.ofMillis(200);

  /** What may be asked. */
  public sealed interface Call<R> extends Request<R> {}

  /** On which port does it listen? */
  record Port() implements Call<Integer> {}

  /**
   * Where and how a server listens.
   *
   * @param host the address
   * @param port the port; 0 is any that is free
   * @param silence after how much silence a connection is closed, whether its handshake is done or not
   */
  public record Listening(String host, int port, Duration silence) {

    /** How a client on this machine reaches it, once it listens on that port: {@code 127.0.0.1:8080}. */
    public String authority(int actualPort) throws UnknownHostException {
      InetAddress address = InetAddress.getByName(host);
      String reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress().getHostAddress() : host;
      return (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + actualPort;
    }
  }

  private final Listening where;
  private final Function<Node, WebSocketUpgrader> upgrader;
  private final Consumer<HttpRouting.Builder> pages;

  private WebSocketServer(Listening where, Function<Node, WebSocketUpgrader> upgrader, Consumer<HttpRouting.Builder> pages) {
    this.where = where;
    this.upgrader = upgrader;
    this.pages = pages;
  }

  /**
   * Starts one.
   *
   * @param upgrader makes its handshake, given the node to whose processes the connections belong
   * @param pages adds what it answers to other requests
   */
  public static StartResult<ServerRef<Call<?>, Void>> startLink(
      Name name, Listening where, Function<Node, WebSocketUpgrader> upgrader, Consumer<HttpRouting.Builder> pages) {
    return GenServer.startLink(() -> new WebSocketServer(where, upgrader, pages), StartOptions.DEFAULT.withName(name));
  }

  /** The port on which the running server of that name listens. */
  public static int port(Name name) {
    return GenServer.call(ServerRef.<Call<?>, Void>of(name), new Port());
  }

  @Override
  public Init<WebServer> init() throws Exception {
    Process.trapExit(true);
    WebSocketUpgrader handshake = upgrader.apply(Node.current());
    return Init.ok(Process.blocking(() -> start(handshake)));
  }

  private WebServer start(WebSocketUpgrader handshake) {
    WebServer server = WebServer.builder()
        .host(where.host())
        .port(where.port())
        .routing(pages)
        // Our application stops it.
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        // That of a read is no shorter: who is connected may be silent for so long.
        .connectionOptions(socket -> socket.readTimeout(where.silence()))
        .idleConnectionTimeout(where.silence())
        .idleConnectionPeriod(where.silence().dividedBy(10))
        .addConnectionSelector(
            new HangsUp(Http1ConnectionSelector.builder().config(Http1Config.create()).addUpgrader(handshake).build()))
        .protocolsDiscoverServices(false)
        .addProtocol(handshake.config())
        .build()
        .start();
    if (!server.isRunning()) {
      // It has logged why.
      throw new IllegalStateException("expected to listen on " + where.host() + ":" + where.port() + "; is the port in use?");
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

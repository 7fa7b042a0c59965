package dev.ninefold.examples.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsConnection;
import io.helidon.webserver.websocket.WsUpgrader;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsCloseException;
import java.time.Duration;

/** The handshake of a WebSocket. Helidon's own does not say when a connection has broken off. */
public abstract class WebSocketUpgrader extends WsUpgrader {

  private final WsConfig config;
  private final String answer;

  /** One without a sub-protocol. */
  protected WebSocketUpgrader(WsConfig config) {
    this(config, "");
  }

  /** One that answers with a sub-protocol, which {@link #accept} has found in the request. */
  protected WebSocketUpgrader(WsConfig config, String subProtocol) {
    super(config);
    this.config = config;
    answer = (subProtocol.isEmpty() ? "" : "\r\n" + PROTOCOL.defaultCase() + ": " + subProtocol) + SWITCHING_PROTOCOLS_SUFFIX;
  }

  /** How its connections are set up. */
  public final WsConfig config() {
    return config;
  }

  /**
   * The session of a new connection.
   *
   * @throws RequestException of {@link #refuse}, if there shall be none
   */
  protected abstract WebSocketSession accept(HttpPrologue prologue, WritableHeaders<?> headers);

  /** A handshake is refused. */
  protected void refused() {}

  /** What to throw for a request that is refused. */
  protected final RequestException refuse(Status status, String expected) {
    refused();
    return RequestException.builder().type(EventType.OTHER).status(status).message(expected).build();
  }

  @Override
  public final ServerConnection upgrade(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
    if (!headers.contains(WS_KEY)) {
      throw refuse(Status.BAD_REQUEST_400, "expected the header Sec-WebSocket-Key");
    }
    if (headers.contains(WS_VERSION) && !headers.get(WS_VERSION).get().equals(SUPPORTED_VERSION)) {
      throw refuse(Status.BAD_REQUEST_400, "expected WebSocket version " + SUPPORTED_VERSION);
    }
    WebSocketSession session = accept(prologue, headers);
    String key = headers.get(WS_KEY).get();
    context.dataWriter().write(BufferData.create((SWITCHING_PROTOCOL_PREFIX + hash(context, key) + answer).getBytes(US_ASCII)));
    context.dataWriter().flush();
    return new Upgraded(WsConnection.create(context, prologue, headers, key, session), session);
  }

  /** A connection whose end the session is told. */
  private record Upgraded(WsConnection connection, WebSocketSession session) implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      session.onHangUp(() -> connection.close(true));
      try {
        connection.handle(limit);
      } catch (CloseConnectionException e) {
        if (e.getCause() instanceof WsCloseException close && close.closeCode() == WsCloseCodes.TOO_BIG) {
          session.tooLong();
        }
        throw e;
      } finally {
        session.ended();
      }
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }
  }
}

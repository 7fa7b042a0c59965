package dev.ninefold.examples.charging;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ninefold.examples.charging.Statistics.Count;
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
import java.util.Optional;
import java.util.function.Function;

/**
 * The handshake: path {@code /ocpp/} and a station, sub-protocol {@code ocpp1.6}. Helidon's own does not say when a connection has broken off.
 */
final class OcppUpgrader extends WsUpgrader {

  static final String PATH = "/ocpp/";
  static final String SUB_PROTOCOL = "ocpp1.6";

  private final Function<StationId, OcppSession> sessions;
  private final Statistics statistics;

  OcppUpgrader(WsConfig config, Function<StationId, OcppSession> sessions, Statistics statistics) {
    super(config);
    this.sessions = sessions;
    this.statistics = statistics;
  }

  @Override
  public ServerConnection upgrade(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
    if (!headers.contains(WS_KEY)) {
      throw refuse(Status.BAD_REQUEST_400, "expected the header Sec-WebSocket-Key");
    }
    if (headers.contains(WS_VERSION) && !headers.get(WS_VERSION).get().equals(SUPPORTED_VERSION)) {
      throw refuse(Status.BAD_REQUEST_400, "expected WebSocket version " + SUPPORTED_VERSION);
    }
    StationId station = station(prologue.uriPath().path())
        .orElseThrow(() -> refuse(Status.NOT_FOUND_404,
            "expected the path " + PATH + "{station}, with 1 to 48 letters, digits and signs of *+=|@._-, got "
                + prologue.uriPath().path()));
    if (!headers.contains(PROTOCOL) || headers.get(PROTOCOL).allValues(true).stream().noneMatch(SUB_PROTOCOL::equals)) {
      throw refuse(Status.BAD_REQUEST_400, "expected the WebSocket sub-protocol " + SUB_PROTOCOL);
    }
    OcppSession session = sessions.apply(station);
    String key = headers.get(WS_KEY).get();
    context.dataWriter()
        .write(BufferData.create(
            (SWITCHING_PROTOCOL_PREFIX + hash(context, key) + "\r\n" + PROTOCOL.defaultCase() + ": " + SUB_PROTOCOL
                + SWITCHING_PROTOCOLS_SUFFIX).getBytes(US_ASCII)));
    context.dataWriter().flush();
    return new Upgraded(WsConnection.create(context, prologue, headers, key, session), session);
  }

  private static Optional<StationId> station(String path) {
    return path.startsWith(PATH) ? StationId.of(path.substring(PATH.length())) : Optional.empty();
  }

  private RequestException refuse(Status status, String expected) {
    statistics.add(Count.HANDSHAKES_REFUSED);
    return RequestException.builder().type(EventType.OTHER).status(status).message(expected).build();
  }

  /** A connection whose end the session is told. */
  private record Upgraded(WsConnection connection, OcppSession session) implements ServerConnection {
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

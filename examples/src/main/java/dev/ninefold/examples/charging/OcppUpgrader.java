package dev.ninefold.examples.charging;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.web.WebSocketUpgrader;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.websocket.WsConfig;
import java.util.Optional;
import java.util.function.Function;

/** The handshake: path {@code /ocpp/} and a station, sub-protocol {@code ocpp1.6}. */
final class OcppUpgrader extends WebSocketUpgrader {

  static final String PATH = "/ocpp/";
  static final String SUB_PROTOCOL = "ocpp1.6";

  private final Function<StationId, OcppSession> sessions;
  private final Statistics statistics;

  OcppUpgrader(Function<StationId, OcppSession> sessions, Statistics statistics) {
    super(WsConfig.builder().maxFrameLength(OcppSession.LONGEST_MESSAGE).build(), SUB_PROTOCOL);
    this.sessions = sessions;
    this.statistics = statistics;
  }

  @Override
  protected OcppSession accept(HttpPrologue prologue, WritableHeaders<?> headers) {
    String path = prologue.uriPath().path();
    StationId station = station(path)
        .orElseThrow(() -> refuse(Status.NOT_FOUND_404,
            "expected the path " + PATH + "{station}, with 1 to 48 letters, digits and signs of *+=|@._-, got " + path));
    if (!headers.contains(PROTOCOL) || headers.get(PROTOCOL).allValues(true).stream().noneMatch(SUB_PROTOCOL::equals)) {
      throw refuse(Status.BAD_REQUEST_400, "expected the WebSocket sub-protocol " + SUB_PROTOCOL);
    }
    return sessions.apply(station);
  }

  private static Optional<StationId> station(String path) {
    return path.startsWith(PATH) ? StationId.of(path.substring(PATH.length())) : Optional.empty();
  }

  @Override
  protected void refused() {
    statistics.add(Count.HANDSHAKES_REFUSED);
  }
}

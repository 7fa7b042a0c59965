package dev.ninefold.examples.presence;

import dev.ninefold.examples.web.WebSocketSession;
import dev.ninefold.examples.web.WebSocketUpgrader;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.websocket.WsConfig;
import java.util.function.Function;

/** The handshake: path {@code /presence}, and who wants to be here. */
final class PresenceUpgrader extends WebSocketUpgrader {

  static final String PATH = "/presence";
  static final int LONGEST_NAME = 40;
  /** Nothing but the end of a socket is of interest. */
  private static final int LONGEST_FRAME = 1_024;

  private final Function<String, PresenceSession> sessions;

  PresenceUpgrader(Function<String, PresenceSession> sessions) {
    super(WsConfig.builder().maxFrameLength(LONGEST_FRAME).build());
    this.sessions = sessions;
  }

  @Override
  protected WebSocketSession accept(HttpPrologue prologue, WritableHeaders<?> headers) {
    String path = prologue.uriPath().path();
    if (!path.equals(PATH)) {
      throw refuse(Status.NOT_FOUND_404, "expected the path " + PATH + "?name={name}, got " + path);
    }
    String name = prologue.query().first("name").map(String::strip).orElse("");
    if (!isName(name)) {
      throw refuse(Status.BAD_REQUEST_400, "expected a name of 1 to " + LONGEST_NAME + " characters, got '" + name + "'");
    }
    return sessions.apply(name);
  }

  /** Whether somebody can be called so. */
  static boolean isName(String name) {
    return !name.isBlank() && name.codePointCount(0, name.length()) <= LONGEST_NAME
        && name.codePoints().noneMatch(Character::isISOControl);
  }
}

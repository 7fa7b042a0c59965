package dev.ninefold.examples.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ninefold.examples.web.WebSocketSession;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket of a tab: what the tab's process shows is written to it as JSON; what comes from it is ignored, except for its end. */
final class PresenceSession implements WebSocketSession, Tab.Page {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOGGER = LoggerFactory.getLogger(PresenceSession.class);

  private final Node node;
  private final String name;
  private final Duration pingEvery;
  private volatile Optional<WsSession> session = Optional.empty();
  private volatile Runnable hangUp = () -> {};
  private Optional<Pid> tab = Optional.empty();

  PresenceSession(Node node, String name, Duration pingEvery) {
    this.node = node;
    this.name = name;
    this.pingEvery = pingEvery;
  }

  // ---- the web server's thread of this connection

  @Override
  public void onHangUp(Runnable hangUp) {
    this.hangUp = hangUp;
  }

  @Override
  public void onOpen(WsSession opened) {
    session = Optional.of(opened);
    try {
      tab = Optional.of(node.run(() -> Tabs.start(name, this, pingEvery)));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The process of the tab of " + name + " could not be started", e);
    }
  }

  @Override
  public void tooLong() {}

  @Override
  public void ended() {
    tab.ifPresent(pid -> Process.exit(pid, ExitReason.SHUTDOWN));
  }

  // ---- the process of the tab

  @Override
  public void show(List<String> names) {
    write(open -> open.send(JSON.valueToTree(Map.of("here", names)).toString(), true));
  }

  @Override
  public void ping() {
    write(open -> open.ping(BufferData.empty()));
  }

  @Override
  public void close(int code, String reason) {
    write(open -> open.close(code, reason));
    hangUp.run();
  }

  private void write(Consumer<WsSession> how) {
    try {
      session.ifPresent(how);
    } catch (RuntimeException e) {
      // The socket is closed, which the thread that reads from it notices, too.
      LOGGER.debug("the tab of {} could not be told something", name, e);
    }
  }
}

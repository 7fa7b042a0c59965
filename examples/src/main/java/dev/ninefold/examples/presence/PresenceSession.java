package dev.ninefold.examples.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ninefold.examples.web.WebSocketSession;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import io.helidon.common.buffers.BufferData;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The WebSocket of a tab: what the tab's process shows is written to it as JSON; what comes from it is ignored, except for its end. */
final class PresenceSession extends WebSocketSession implements Tab.Page {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Duration pingEvery;

  PresenceSession(Node node, String name, Duration pingEvery) {
    super(node, name);
    this.name = name;
    this.pingEvery = pingEvery;
  }

  // ---- the web server's thread of this connection

  @Override
  protected Runnable opened() {
    Pid tab = Tabs.start(name, this, pingEvery);
    return () -> Process.exit(tab, ExitReason.SHUTDOWN);
  }

  // ---- the process of the tab

  @Override
  public boolean show(List<String> names) {
    return write(open -> open.send(JSON.valueToTree(Map.of("here", names)).toString(), true));
  }

  @Override
  public boolean ping() {
    return write(open -> open.ping(BufferData.empty()));
  }
}

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
import java.util.Optional;

/** The WebSocket of a tab: what the tab's process shows is written to it as JSON; what comes from it is ignored, except for its end. */
final class PresenceSession extends WebSocketSession implements Tab.Page {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Duration pingEvery;
  private Optional<Pid> tab = Optional.empty();

  PresenceSession(Node node, String name, Duration pingEvery) {
    super(node, name);
    this.name = name;
    this.pingEvery = pingEvery;
  }

  // ---- the web server's thread of this connection

  @Override
  protected void opened() {
    tab = Optional.of(Tabs.start(name, this, pingEvery));
  }

  @Override
  protected void ended() {
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
}

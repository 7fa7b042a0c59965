package dev.ninefold.examples.presence;

import dev.ninefold.application.Application;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.terminal.Program;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.web.WebSocketServer.Listening;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The application: the server, its page, and a console. */
public final class PresenceApplication implements Application {

  /** How to call it. */
  public static final String OPTIONS = "[--port N] [--host ADDRESS] [--silence SECONDS]";

  private static final String NAME = "presence";
  private static final String HOST = "--host";
  private static final String PORT = "--port";
  private static final String SILENCE = "--silence";

  private final Listening listening;
  private final Terminal terminal;

  private PresenceApplication(Listening listening, Terminal terminal) {
    this.listening = listening;
    this.terminal = terminal;
  }

  /** The program behind {@code ./ninefold run presence}. */
  public static int main(List<String> arguments, Terminal terminal) {
    Options options = Options.parse(arguments, Set.of(), Set.of(HOST, PORT, SILENCE));
    Listening listening = new Listening(options.value(HOST).orElse("127.0.0.1"),
        options.number(PORT, 0, Options.HIGHEST_PORT).orElse(8090),
        Duration.ofSeconds(options.number(SILENCE, 1, Integer.MAX_VALUE).orElse(30)));
    // Helidon logs by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Application.run(ApplicationSpec.named(NAME)
        .withDescription("A page that shows who is here")
        .withRegistered("presence_sup", "presence", "tabs", "presence_web")
        .withModule(() -> new PresenceApplication(listening, terminal)));
    return 0;
  }

  @Override
  public Started start(StartType type, Object args) throws UnknownHostException {
    Started started = Started.of(PresenceSupervisor.startLink(listening));
    if (started instanceof Started.Ok) {
      terminal.out().println("who is here is on http://" + listening.authority(PresenceSupervisor.port()) + "/");
    }
    return Program.serverWithConsole(NAME, started, top -> PresenceConsole.of(terminal, top));
  }

  @Override
  public void stop(Object state) throws Exception {
    Program.letSpeak(state);
  }
}

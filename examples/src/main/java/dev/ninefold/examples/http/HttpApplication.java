package dev.ninefold.examples.http;

import dev.ninefold.application.Application;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.terminal.Program;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The application: its tree, and a console that is a client of it, too. */
public final class HttpApplication implements Application {

  private static final String NAME = "http";
  private static final String HOST = "--host";
  private static final String PORT = "--port";

  private final InetSocketAddress address;
  private final Terminal terminal;
  private final AtomicReference<URI> home = new AtomicReference<>(URI.create("http://localhost/"));

  private HttpApplication(InetSocketAddress address, Terminal terminal) {
    this.address = address;
    this.terminal = terminal;
  }

  /** The program behind {@code ./ninefold run http}. */
  public static int main(List<String> arguments, Terminal terminal) {
    Application.run(spec(Options.parse(arguments, Set.of(), Set.of(HOST, PORT)), terminal));
    return 0;
  }

  private static ApplicationSpec spec(Options options, Terminal terminal) {
    String host = options.value(HOST).orElse("127.0.0.1");
    InetSocketAddress address = new InetSocketAddress(host, options.number(PORT, 0, Options.HIGHEST_PORT).orElse(8080));
    if (address.isUnresolved()) {
      throw new UsageException(HOST + " needs an address of this machine, got: " + host);
    }
    return ApplicationSpec.named(NAME)
        .withDescription("A web server with a process for each connection and one for each request")
        .withRegistered("http_sup", "http_connections", "http_deadlines")
        .withModule(() -> new HttpApplication(address, terminal));
  }

  @Override
  public Started start(StartType type, Object args) {
    return Program.serverWithConsole(NAME,
        Started.of(HttpSupervisor.startLink(address, this::listening, new Routes(), Limits.DEFAULT)),
        top -> HttpConsole.of(terminal, top, home::get));
  }

  private void listening(InetSocketAddress local) {
    String host = local.getAddress().isAnyLocalAddress() ? "localhost" : local.getHostString();
    URI here = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + local.getPort() + "/");
    home.set(here);
    terminal.out().println("listening on " + here);
  }

  @Override
  public void stop(Object state) throws Exception {
    Program.letSpeak(state);
  }
}

package dev.ninefold.examples.http;

import dev.ninefold.examples.terminal.Console;
import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.examples.terminal.Watch;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.Supplier;

/** The commands of who has no other client at hand. */
final class HttpConsole {

  private HttpConsole() {}

  /** A console for the server below that supervisor, which ends with it. */
  static Console of(Terminal terminal, Pid supervisor, Supplier<URI> home) {
    return new Console(terminal,
        List.of(
            Command.of("get", "PATH", "asks the server, as a client does: get /hello/anna, get /crash",
                (path, out) -> get(home.get(), path, out)),
            Command.of("tree", "prints the supervision tree",
                (_, out) -> out.print(Supervisor.tree(SupervisorRef.of(supervisor), Watch.PATIENCE)))),
        () -> Process.isAlive(supervisor));
  }

  private static void get(URI home, String path, PrintStream out) {
    // One for each request: a connection, and its process, ends with its client.
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = home.resolve(path);
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri).timeout(Watch.PATIENCE).build(), BodyHandlers.ofString());
      out.print(response.statusCode() + " " + response.body());
    } catch (IllegalArgumentException e) {
      throw new UsageException("'" + path + "' is no path: " + e.getMessage());
    } catch (IOException e) {
      out.println("no answer: " + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.ninefold.examples.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The page that shows who is here. */
final class Page {

  private static final String HTML = read("presence.html");

  private Page() {}

  static void serve(HttpRouting.Builder routing) {
    routing.get("/", (_, response) -> response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8").send(HTML));
  }

  private static String read(String resource) {
    try (var stream = Objects.requireNonNull(Page.class.getResourceAsStream(resource), resource)) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

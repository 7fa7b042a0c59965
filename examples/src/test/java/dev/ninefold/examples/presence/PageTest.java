package dev.ninefold.examples.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.examples.web.RawClient;
import dev.ninefold.examples.web.WebSocketServer.Listening;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Process;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers see. */
@WithNode
class PageTest {
  private static final Duration PATIENT = Duration.ofMinutes(5);
  private static final int GOING_AWAY = 1001;

  TestNode node;

  private final HttpClient client = HttpClient.newHttpClient();

  private interface Body {
    void run(SupervisorRef top) throws Exception;
  }

  private static Listening listening(Duration silence) {
    return new Listening("127.0.0.1", 0, silence);
  }

  private void serve(Duration silence, Body body) throws Exception {
    serve(() -> PresenceSupervisor.startLink(listening(silence)), body);
  }

  private void serve(Supplier<StartResult<SupervisorRef>> start, Body body) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      SupervisorRef top = start.get().orElseThrow();
      body.run(top);
      Supervisor.stop(top);
    });
  }

  private RawClient tab(String name) throws Exception {
    return RawClient.connect(client, uri("ws", "/presence?name=" + name));
  }

  /** As the page does: as long as it is not told who is here, and whenever it is hung up on, for which there are moments in a restart. */
  private RawClient tabThatTriesAgain(String name) {
    AtomicReference<Optional<RawClient>> tab = new AtomicReference<>(Optional.empty());
    Eventually.await(name + " is here again", () -> {
      if (tab.get().filter(raw -> !raw.isClosed()).isEmpty()) {
        tab.set(tryToConnect(name));
      }
      return tab.get().filter(raw -> raw.nothing() != null).isPresent();
    });
    return tab.get().orElseThrow();
  }

  private Optional<RawClient> tryToConnect(String name) {
    try {
      return Optional.of(tab(name));
    } catch (Exception e) {
      return Optional.empty();
    }
  }

  private static URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + PresenceSupervisor.port() + path);
  }

  private static String here(String names) {
    return "{\"here\":[" + names.replace('\'', '"') + "]}";
  }

  @Test
  void aTabThatIsClosedTakesItsNameAlong() throws Exception {
    serve(PATIENT, _ -> {
      RawClient ada = tab("Ada");
      assertThat(ada.next()).isEqualTo(here("'Ada'"));
      RawClient grace = tab("Grace");
      assertThat(grace.next()).isEqualTo(here("'Ada','Grace'"));
      assertThat(ada.next()).isEqualTo(here("'Ada','Grace'"));

      // So does a browser.
      ada.close(GOING_AWAY);
      assertThat(grace.next()).isEqualTo(here("'Grace'"));
      assertThat(grace.nothing()).isNull();
    });
  }

  @Test
  void aTabThatIsTornAwayTakesItsNameAlong() throws Exception {
    serve(PATIENT, _ -> {
      RawClient grace = tab("Grace");
      assertThat(grace.next()).isEqualTo(here("'Grace'"));
      RawClient ada = tab("Ada");
      assertThat(grace.next()).isEqualTo(here("'Grace','Ada'"));

      ada.abort();
      assertThat(grace.next()).isEqualTo(here("'Grace'"));
    });
  }

  @Test
  void namesAreWhatTheyAre() throws Exception {
    serve(PATIENT, _ -> {
      assertThat(tab("%C3%85sa%20%22%3Cb%3E%22").next()).isEqualTo("{\"here\":[\"Åsa \\\"<b>\\\"\"]}");
    });
  }

  @Test
  void whatATabSaysIsIgnored() throws Exception {
    serve(PATIENT, _ -> {
      RawClient ada = tab("Ada");
      assertThat(ada.next()).isEqualTo(here("'Ada'"));
      ada.send("hello").sendBinary((byte) 7);
      tab("Grace");
      assertThat(ada.next()).isEqualTo(here("'Ada','Grace'"));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?name=", "?name=%20%20", "?name=a%00b", "?other=x",
      "?name=01234567890123456789012345678901234567890"})
  void aTabWithoutAProperNameIsRefused(String query) throws Exception {
    serve(PATIENT, _ -> assertThat(refusal("/presence" + query)).isEqualTo(400));
  }

  @Test
  void anotherPathIsRefused() throws Exception {
    serve(PATIENT, _ -> assertThat(refusal("/absence?name=Ada")).isEqualTo(404));
  }

  private int refusal(String path) {
    var error = catchThrowable(() -> RawClient.connect(client, uri("ws", path)));
    assertThat(error).hasCauseInstanceOf(WebSocketHandshakeException.class);
    return ((WebSocketHandshakeException) error.getCause()).getResponse().statusCode();
  }

  @Test
  void thePageIsServed() throws Exception {
    serve(PATIENT, _ -> {
      var page = client.send(HttpRequest.newBuilder(uri("http", "/")).build(), BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
      assertThat(page.body()).contains("<title>Who is here</title>")
          // It lets nobody ask to come in whom the server refuses.
          .contains("const LONGEST_NAME = " + PresenceUpgrader.LONGEST_NAME + ";",
              "maxlength=\"" + PresenceUpgrader.LONGEST_NAME + "\"");
    });
  }

  /** A new server knows of nobody, so the tabs are told to go, and come again. */
  @Test
  void tabsAreToldToComeAgainWhenTheServerHasCrashed() throws Exception {
    serve(PATIENT, _ -> {
      RawClient ada = tab("Ada");
      assertThat(ada.next()).isEqualTo(here("'Ada'"));

      Process.exit(Presence.PRESENCE.whereis().orElseThrow(), ExitReason.KILL);
      assertThat(ada.closed()).isEqualTo(GOING_AWAY);

      assertThat(tabThatTriesAgain("Ada").next()).isEqualTo(here("'Ada'"));
    });
    node.expectReport(SupervisorReport.class);
  }

  @Test
  void tabsAreToldThatTheServerStops() throws Exception {
    RawClient[] ada = new RawClient[1];
    serve(PATIENT, _ -> {
      ada[0] = tab("Ada");
      assertThat(ada[0].next()).isEqualTo(here("'Ada'"));
    });
    assertThat(ada[0].closed()).isEqualTo(GOING_AWAY);
  }

  /** Browsers answer pings by themselves, so a tab may be silent for ever. */
  @Test
  void aTabThatAnswersPingsStays() throws Exception {
    serve(() -> PresenceSupervisor.startLink(listening(Duration.ofSeconds(10)), Duration.ofMillis(200)), _ -> {
      RawClient ada = tab("Ada");
      assertThat(ada.next()).isEqualTo(here("'Ada'"));
      // These take longer than it may be silent.
      ada.awaitPings(60);
      assertThat(Presence.names()).containsExactly("Ada");
    });
  }

  /** It has lost its network, say. The client of the JDK would answer the pings. */
  @Test
  void aTabThatIsSilentForTooLongTakesItsNameAlong() throws Exception {
    serve(Duration.ofSeconds(1), _ -> {
      Presence.subscribe("Grace");
      try (Socket ada = new Socket(InetAddress.getLoopbackAddress(), PresenceSupervisor.port())) {
        ada.getOutputStream().write("""
            GET /presence?name=Ada HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """.getBytes(StandardCharsets.US_ASCII));
        assertThat(Process.receive(Presence.Changed.class).names()).containsExactly("Grace", "Ada");
        assertThat(Process.receive(Presence.Changed.class).names()).containsExactly("Grace");
      }
    });
  }
}

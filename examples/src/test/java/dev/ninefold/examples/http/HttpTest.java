package dev.ninefold.examples.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.terminal.Console;
import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithNode(manualTime = true)
class HttpTest {
  TestNode node;

  private void serve(HttpServerFixture.Body test) throws Exception {
    serve(new Routes(), test);
  }

  private void serve(Handler handler, HttpServerFixture.Body test) throws Exception {
    HttpServerFixture.with(node, handler, test);
  }

  private static Handler also(String path, Handler handler) {
    var others = new Routes();
    return request -> request.path().equals(path) ? handler.handle(request) : others.handle(request);
  }

  /** A handler that takes its time, and tells who it is. */
  private static Handler slow(CompletableFuture<Pid> who) {
    return request -> {
      who.complete(Process.self());
      new CountDownLatch(1).await();
      return HttpResponse.ok("never");
    };
  }

  // ---- what it is there for

  @Test
  void answersAClientOfTheJdk() throws Exception {
    serve(server -> {
      try (var client = HttpClient.newHttpClient()) {
        var home = URI.create("http://127.0.0.1:" + server.address().getPort());
        var request = java.net.http.HttpRequest.newBuilder(home.resolve("/hello/ann%C3%A9"));
        assertThat(client.send(request.build(), BodyHandlers.ofString()).body()).startsWith("Hello, anné, from <0.");
        var head = client.send(request.HEAD().build(), BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        var echo = java.net.http.HttpRequest.newBuilder(home.resolve("/echo"))
            .expectContinue(true)
            .POST(BodyPublishers.ofString("héllo"))
            .build();
        assertThat(client.send(echo, BodyHandlers.ofString()).body()).isEqualTo("héllo");
        var put = java.net.http.HttpRequest.newBuilder(home.resolve("/")).PUT(BodyPublishers.ofString("x")).build();
        var refused = client.send(put, BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
        var nowhere = java.net.http.HttpRequest.newBuilder(home.resolve("/nowhere")).build();
        assertThat(client.send(nowhere, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
      }
    });
  }

  @Test
  void aConnectionIsAProcessAndEachRequestIsAnother() throws Exception {
    serve(server -> {
      try (var one = server.client(); var two = server.client()) {
        var first = one.get("/hello/a");
        var second = one.get("/hello/b");
        var other = two.get("/hello/c");
        assertThat(server.connectionOf(second)).isSameAs(server.connectionOf(first)).isNotSameAs(server.connectionOf(other));
        assertThat(HttpServerFixture.handlerOf(second)).isNotEqualTo(HttpServerFixture.handlerOf(first));
        assertThat(two.get("/processes")).contains("connections 2, handlers 1, processes ");
      }
    });
  }

  // ---- crashes

  // tag::crash[]
  @Test
  void aCrashEndsTheHandlerAndItsConnectionAndNobodyElse() throws Exception {
    serve(server -> {
      try (var one = server.client(); var two = server.client()) {
        Pid mine = server.connectionOf(one.get("/hello/one"));
        Pid other = server.connectionOf(two.get("/hello/two"));
        var expected = new ArrayList<>(Process.processes());
        expected.remove(mine);

        assertThat(one.get("/crash")).startsWith("HTTP/1.1 500 ").contains("\r\nConnection: close\r\n");
        assertThat(one.rest()).isEmpty();

        node.awaitDeath(mine);
        assertThat(Process.processes()).isEqualTo(expected);
        assertThat(server.connectionOf(two.get("/hello/two"))).isSameAs(other);
      }
    });
    assertThat(node.expectReport(CrashReport.class).processLabel().orElseThrow()).hasToString("GET /crash");
  }
  // end::crash[]

  @ParameterizedTest
  @ValueSource(strings = {"an error", "an exit", "a kill", "no response", "a normal end"})
  void whateverEndsAHandlerIsA500(String end) throws Exception {
    serve(also("/end", _ -> switch (end) {
      case "an error" -> throw new StackOverflowError();
      case "an exit" -> throw Process.exit(new ExitReason.Other("enough"));
      case "a kill" -> {
        Process.exit(Process.self(), ExitReason.KILL);
        yield HttpResponse.ok("a ghost");
      }
      case "a normal end" -> throw Process.exit(ExitReason.NORMAL);
      default -> null;
    }), server -> {
      try (var client = server.client(); var other = server.client()) {
        assertThat(client.get("/end")).startsWith("HTTP/1.1 500 ");
        assertThat(client.rest()).isEmpty();
        assertThat(other.get("/hello/you")).startsWith("HTTP/1.1 200 ");
      }
    });
    node.ignoreReports(CrashReport.class);
  }

  @Test
  void aConnectionThatIsKilledTakesItsHandlerAlong() throws Exception {
    var handler = new CompletableFuture<Pid>();
    serve(also("/slow", slow(handler)), server -> {
      try (var client = server.client()) {
        var connection = server.connectionOf(client.get("/hello/you"));
        client.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
        node.await(handler);
        node.kill(connection);
        node.awaitDeath(handler.get());
        assertThat(client.rest()).isEmpty();
      }
    });
    node.expectReport(SupervisorReport.class);
  }

  // ---- time

  @Test
  void aSlowHandlerIsA503AndIsKilled() throws Exception {
    var handler = new CompletableFuture<Pid>();
    serve(also("/slow", slow(handler)), server -> {
      try (var client = server.client()) {
        var connection = server.connectionOf(client.get("/hello/you"));
        client.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
        node.await(handler);
        node.awaitWaiting(connection);
        node.time().advance(Limits.DEFAULT.handling());
        assertThat(client.rest()).startsWith("HTTP/1.1 503 ").contains("\r\nConnection: close\r\n");
        node.awaitDeath(handler.get());
      }
    });
    node.ignoreReports(CrashReport.class);
  }

  @Test
  void clientsThatSendNothingOrHalfARequestDisturbNobodyAndTimeOut() throws Exception {
    serve(server -> {
      var idle = new ArrayList<RawClient>();
      for (var i = 0; i < 100; i++) {
        idle.add(server.client());
        idle.getLast().send("GET /hello HTTP/1.1\r\nHost: te".substring(0, i % 20));
      }
      node.await("all are accepted", () -> Connections.count() == 100);
      try (var client = server.client()) {
        assertThat(client.get("/processes")).contains("connections 101, handlers 1");
      }
      node.await("the time of each runs", () -> Connections.count() == 100 && node.node().timers().pending() == 100);
      node.time().advance(Limits.DEFAULT.request());
      for (var client : idle) {
        assertThat(client.rest()).isEmpty();
        client.close();
      }
      node.await("all are gone", () -> Connections.count() == 0);
      try (var client = server.client()) {
        assertThat(client.get("/hello/you")).startsWith("HTTP/1.1 200 ");
      }
    });
  }

  @Test
  void aByteNowAndThenDoesNotKeepAConnection() throws Exception {
    serve(server -> {
      try (var client = server.client()) {
        node.await("its time runs", () -> node.node().timers().pending() == 1);
        client.send("G");
        node.time().advance(Limits.DEFAULT.request().dividedBy(2));
        client.send("E");
        node.time().advance(Limits.DEFAULT.request().dividedBy(2));
        assertThat(client.rest()).isEmpty();
        node.await("it is gone", () -> Connections.count() == 0);
      }
    });
  }

  @Test
  void aClientThatDoesNotFetchItsResponseTimesOut() throws Exception {
    var much = "x".repeat(20_000_000);
    serve(also("/much", _ -> HttpResponse.ok(much)), server -> {
      try (var client = server.client(); var other = server.client()) {
        var connection = server.connectionOf(client.get("/hello/you"));
        client.send("GET /much HTTP/1.1\r\nHost: test\r\n\r\n");
        // The response has begun, so its deadline is set.
        assertThat(client.fetch(15)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(other.get("/hello/you")).startsWith("HTTP/1.1 200 ");
        node.time().advance(Limits.DEFAULT.response());
        node.awaitDeath(connection);
        node.await("its code has ended, too", () -> node.node().zombies().isEmpty());
        assertThat(client.rest().length()).isLessThan(much.length());
      }
    });
  }

  @Test
  void aClientThatVanishesInTheMiddleOfItsResponseDisturbsNobody() throws Exception {
    var much = "x".repeat(20_000_000);
    serve(also("/much", _ -> HttpResponse.ok(much)), server -> {
      try (var client = server.client(); var other = server.client()) {
        var connection = server.connectionOf(client.get("/hello/you"));
        client.send("GET /much HTTP/1.1\r\nHost: test\r\n\r\n");
        assertThat(client.fetch(15)).isEqualTo("HTTP/1.1 200 OK");
        client.vanish();
        node.awaitDeath(connection);
        assertThat(other.get("/hello/you")).startsWith("HTTP/1.1 200 ");
      }
    });
  }

  // ---- the console

  @Test
  void theConsoleIsAClient() throws Exception {
    var terminal = TestTerminal.with("get /hello/you", "get /crash", "get /nowhere", "get a b", "tree", "get");
    serve(server -> {
      var home = URI.create("http://127.0.0.1:" + server.address().getPort() + "/");
      var console = HttpConsole.of(terminal.terminal(), server.supervisor().pid(), () -> home);
      assertThat(console.run()).isEqualTo(Console.End.INPUT);
    });
    assertThat(terminal.out()).startsWith("200 Hello, you, from ")
        .contains("\n500 Internal Server Error\n404 Not Found\n", "http_listener", "http_connections", "http_deadlines");
    assertThat(terminal.err()).contains("'a b' is no path", "something is missing");
    node.expectReport(CrashReport.class);
  }

  // ---- start and stop

  @Test
  void stoppingEndsConnectionsAndHandlersAtOnce() throws Exception {
    var handler = new CompletableFuture<Pid>();
    serve(also("/slow", slow(handler)), server -> {
      try (var busy = server.client(); var idle = server.client()) {
        idle.get("/hello/you");
        busy.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
        node.await(handler);
        // The time stands still: nobody is killed for being late.
        Supervisor.stop(server.supervisor());
        node.awaitDeath(handler.get());
        assertThat(busy.rest()).isEmpty();
        assertThat(idle.rest()).isEmpty();
      }
    });
  }

  @Test
  void aPortInUseIsToldInWords() throws Exception {
    serve(server -> assertThat(Listener.startLink(server.address(), _ -> {}, new Routes(), Limits.DEFAULT))
        .asString()
        .contains("cannot listen on ", server.address().getPort() + ": Address already in use"));
  }

  @Test
  void aListenerThatIsKilledHasASuccessorAndConnectionsLiveOn() throws Exception {
    serve(server -> {
      try (var client = server.client()) {
        var connection = server.connectionOf(client.get("/hello/you"));
        var listener = Supervisor.whichChild(server.supervisor(), "http_listener").orElseThrow().pid().orElseThrow();
        node.kill(listener);
        server.newAddress();
        try (var later = server.client()) {
          assertThat(later.get("/hello/you")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(server.connectionOf(client.get("/hello/you"))).isSameAs(connection);
      }
    });
    node.expectReport(SupervisorReport.class);
  }
}

package dev.ninefold.examples.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Process;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no request, or too much of one: a named answer, and nobody else hears of it. */
@WithNode(manualTime = true)
class HttpBadInputTest {
  TestNode node;

  private static final String HOST = "Host: test\r\n";

  static List<Arguments> refused() {
    var line = "x".repeat(Limits.DEFAULT.line());
    var body = Limits.DEFAULT.body();
    return Stream.of(
        Arguments.of("no request at all", "hello\r\n\r\n", 400),
        Arguments.of("bytes", "\0\1\2\3\r\n\r\n", 400),
        Arguments.of("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\1\r\n\r\n", 400),
        Arguments.of("no version", "GET /\r\n\r\n", 400),
        Arguments.of("a version that is none", "GET / HTTP/x\r\n" + HOST + "\r\n", 400),
        Arguments.of("HTTP/2", "GET / HTTP/2.0\r\n" + HOST + "\r\n", 505),
        Arguments.of("no host", "GET / HTTP/1.1\r\n\r\n", 400),
        Arguments.of("a header without a name", "GET / HTTP/1.1\r\n" + HOST + ": x\r\n\r\n", 400),
        Arguments.of("a header without a colon", "GET / HTTP/1.1\r\n" + HOST + "nonsense\r\n\r\n", 400),
        Arguments.of("a path that is none", "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a long request line", "GET /" + line + " HTTP/1.1\r\n" + HOST + "\r\n", 431),
        Arguments.of("a long header", "GET / HTTP/1.1\r\n" + HOST + "X: " + line + "\r\n\r\n", 431),
        Arguments.of("many headers", "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(Limits.DEFAULT.headers()) + "\r\n", 431),
        Arguments.of("many empty lines", "\r\n".repeat(1000), 431),
        Arguments.of("a large body", "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: " + (body + 1) + "\r\n\r\n"
            + "x".repeat(body + 1), 413),
        Arguments.of("a body of which is said that it is large",
            "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 9223372036854775807\r\n\r\n", 413),
        Arguments.of("a large body in chunks", "POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
            + ("1000\r\n" + "x".repeat(0x1000) + "\r\n").repeat(body / 0x1000 + 1) + "0\r\n\r\n", 413),
        Arguments.of("two lengths", "POST /echo HTTP/1.1\r\n" + HOST
            + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy", 400),
        Arguments.of("a negative length", "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n", 400),
        Arguments.of("a length that is no number", "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: x\r\n\r\n", 400),
        Arguments.of("an unknown encoding", "POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: x\r\n\r\n", 501),
        Arguments.of("chunks that are none", "POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nx\r\n", 400))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedAndItsConnectionEnds(String what, String sent, int status) throws Exception {
    HttpServerFixture.with(node, new Routes(), server -> {
      try (var other = server.client()) {
        var connection = server.connectionOf(other.get("/hello/you"));
        String response;
        try (var client = server.client()) {
          client.send(sent);
          response = client.response();
        }
        assertThat(response).as(what).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("\r\nconnection: close\r\n");
        node.await("its process is gone", () -> Connections.count() == 1);
        assertThat(server.connectionOf(other.get("/hello/you"))).isSameAs(connection);
      }
    });
  }

  @Test
  void halfARequestAndTheEndIsNoRequest() throws Exception {
    HttpServerFixture.with(node, new Routes(), server -> {
      for (var half : List.of("", "GET", "GET /crash HT", "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nhalf")) {
        try (var client = server.client()) {
          client.send(half);
        }
      }
      node.await("all are gone", () -> Connections.count() == 0);
      try (var client = server.client()) {
        assertThat(client.get("/hello/you")).startsWith("HTTP/1.1 200 ");
      }
    });
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInOrder() throws Exception {
    HttpServerFixture.with(node, request -> HttpResponse.ok(request.path()), server -> {
      try (var client = server.client()) {
        client.send(("GET /%s HTTP/1.1\r\n" + HOST + "\r\n").repeat(3).formatted("a", "b", "c"));
        for (var path : List.of("/a", "/b", "/c")) {
          assertThat(client.response()).endsWith("\r\n\r\n" + path);
        }
        assertThat(Process.isAlive(server.supervisor().pid())).isTrue();
      }
    });
  }

  @Test
  void anOldClientIsAnsweredOnce() throws Exception {
    HttpServerFixture.with(node, new Routes(), server -> {
      try (var client = server.client()) {
        client.send("GET /hello/you HTTP/1.0\r\n\r\n");
        assertThat(client.rest()).startsWith("HTTP/1.1 200 ").contains("Hello, you");
      }
    });
  }
}

package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.web.RawClient;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stations, and others, should not send. */
@WithNode
class ChargingBadInputTest {
  TestNode node;

  private static final String HEARTBEAT = "[2,'h','Heartbeat',{}]";

  private int refusal(TestNetwork network, String path, String... subProtocols) {
    var error = catchThrowable(() -> RawClient.connect(network.network().client(), network.uri(path), subProtocols));
    assertThat(error).hasCauseInstanceOf(WebSocketHandshakeException.class);
    return ((WebSocketHandshakeException) error.getCause()).getResponse().statusCode();
  }

  @Test
  void whoDoesNotSpeakOcppIsRefusedAtTheHandshake() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        assertThat(refusal(network, "/ocpp/CP-1", "ocpp2.0.1")).isEqualTo(400);
        assertThat(refusal(network, "/ocpp/CP-1")).isEqualTo(400);
        assertThat(refusal(network, "/ocpp/", "ocpp1.6")).isEqualTo(404);
        assertThat(refusal(network, "/ocpp/a%20b", "ocpp1.6")).isEqualTo(404);
        assertThat(refusal(network, "/elsewhere/CP-1", "ocpp1.6")).isEqualTo(404);
        assertThat(network.count(Count.HANDSHAKES_REFUSED)).isEqualTo(5);
        assertThat(Stations.all()).isEmpty();

        // One of several is enough, and the station is told which.
        var station = RawClient.connect(network.network().client(), network.uri("/ocpp/CP-1"), "ocpp2.0.1", "ocpp1.6");
        assertThat(station.send(HEARTBEAT).next()).startsWith("[3,\"h\"");
        assertThat(station.subProtocol()).isEqualTo("ocpp1.6");
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{}", "[]", "[2]", "[2,7,'Heartbeat',{}]", "[2,'','Heartbeat',{}]", "[5,'x',{}]",
      "['2','x','Heartbeat',{}]",
      "[2,'0123456789012345678901234567890123456','Heartbeat',{}]", "[2,'x'", "null", "[[[[[[[["})
  void whatCannotBeAnsweredIsCountedAndTheConnectionStays(String message) throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        assertThat(station.send(message).send(HEARTBEAT).next()).startsWith("[3,\"h\"");
        assertThat(network.count(Count.UNUSABLE)).isEqualTo(1);
        assertThat(network.count(Count.REQUESTS)).isEqualTo(1);
      }
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          [2,'x','FlyToTheMoon',{}]                                                             | NotImplemented
          [2,'x','Authorize',{}]                                                                | ProtocolError
          [2,'x','Authorize',{'idTag':7}]                                                       | TypeConstraintViolation
          [2,'x','Authorize',{'idTag':'012345678901234567890'}]                                 | PropertyConstraintViolation
          [2,'x','StatusNotification',{'connectorId':1,'errorCode':'Oops','status':'Available'}]| PropertyConstraintViolation
          [2,'x','Authorize',[]]                                                                | FormationViolation
          [2,'x',7,{}]                                                                          | FormationViolation
          [2,'x','Heartbeat']                                                                   | FormationViolation
          """)
  void whatIsWrongIsNamed(String message, String code) throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        assertThat(station.send(message).next()).startsWith("[4,\"x\",\"" + code + "\",");
        assertThat(station.send(HEARTBEAT).next()).startsWith("[3,\"h\"");
        assertThat(network.count(Count.REJECTED)).isEqualTo(1);
      }
    });
  }

  @Test
  void anIdThatWasUsedBeforeIsNotAnsweredAgain() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        station.send(HEARTBEAT).send(HEARTBEAT).send(HEARTBEAT.replace("'h'", "'i'"));
        assertThat(station.next()).startsWith("[3,\"h\"");
        assertThat(station.next()).startsWith("[3,\"i\"");
        assertThat(network.count(Count.DUPLICATES)).isEqualTo(1);
        assertThat(network.connect("CP-1").send(HEARTBEAT).next()).startsWith("[3,\"h\"");
      }
    });
  }

  @Test
  void whatIsTooLongEndsTheConnectionAndDisturbsNobodyElse() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var other = network.connect("CP-2");
        var oneFrame = network.connect("CP-1");
        oneFrame.send("x".repeat(OcppSession.LONGEST_MESSAGE + 1));
        assertThat(oneFrame.closed()).isEqualTo(1009);
        network.awaitCount(Count.OVERSIZED, 1);

        var fragments = network.connect("CP-1");
        for (int i = 0; i < 5; i++) {
          fragments.sendFragment("x".repeat(OcppSession.LONGEST_MESSAGE / 4));
        }
        assertThat(fragments.closed()).isEqualTo(1009);
        network.awaitCount(Count.OVERSIZED, 2);

        assertThat(other.send(HEARTBEAT).next()).startsWith("[3,\"h\"");
        assertThat(network.connect("CP-1").send(HEARTBEAT).next()).startsWith("[3,\"h\"");
      }
    });
  }

  @Test
  void binaryMessagesAndPingsDisturbNothing() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        station.sendBinary((byte) 1, (byte) 2);
        assertThat(station.ping("still there?")).isEqualTo("still there?");
        assertThat(station.send(HEARTBEAT).next()).startsWith("[3,\"h\"");
        assertThat(network.count(Count.UNUSABLE)).isEqualTo(1);
      }
    });
  }

  @Test
  void thousandsOfHalfOpenConnectionsDisturbNobody() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        for (int i = 0; i < 2_000; i++) {
          var socket = new Socket(InetAddress.getLoopbackAddress(), network.port());
          sockets.add(socket);
          if (i % 2 == 0) {
            socket.getOutputStream().write("GET /ocpp/CP-1 HTTP/1.1\r\nUpgrade: webso".getBytes(StandardCharsets.US_ASCII));
          }
        }
        var station = network.connect("CP-1");
        assertThat(station.send(HEARTBEAT).next()).startsWith("[3,\"h\"");
        assertThat(network.count(Count.CONNECTIONS)).isEqualTo(1);
        assertThat(Stations.all()).containsExactly(new StationId("CP-1"));
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    });
  }

  @Test
  void whoSaysNothingIsHungUpOn() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start(Duration.ofSeconds(2));
          var silent = new Socket(InetAddress.getLoopbackAddress(), network.port());
          var half = new Socket(InetAddress.getLoopbackAddress(), network.port())) {
        half.getOutputStream().write("GET /ocpp/CP-1 HTTP/1.1\r\nUpgrade: webso".getBytes(StandardCharsets.US_ASCII));
        var station = RawClient.connect(network.network().client(), network.uri("/ocpp/CP-1"), "ocpp1.6");
        for (var socket : List.of(silent, half)) {
          socket.setSoTimeout((int) Eventually.PATIENCE.toMillis());
          // Whatever is said first, then comes the end.
          socket.getInputStream().readAllBytes();
        }
        station.closed();
        node.await("the end is noticed",
            () -> Stations.all().stream().anyMatch(it -> Station.describe(it).connection().isEmpty()));
      }
    });
  }
}

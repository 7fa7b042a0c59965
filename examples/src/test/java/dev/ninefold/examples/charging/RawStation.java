package dev.ninefold.examples.charging;

import dev.ninefold.testsupport.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A station that says what a test wants it to say. */
final class RawStation implements WebSocket.Listener {

  private final StringBuilder message = new StringBuilder();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final CompletableFuture<String> pong = new CompletableFuture<>();
  private WebSocket socket;

  static RawStation connect(HttpClient client, URI server, String... subProtocols) throws Exception {
    var station = new RawStation();
    var builder = client.newWebSocketBuilder();
    if (subProtocols.length > 0) {
      builder.subprotocols(subProtocols[0], Arrays.copyOfRange(subProtocols, 1, subProtocols.length));
    }
    station.socket = await(builder.buildAsync(server, station));
    return station;
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  RawStation send(String text) throws Exception {
    await(socket.sendText(text.replace('\'', '"'), true));
    return this;
  }

  RawStation sendFragment(String text) throws Exception {
    await(socket.sendText(text, false));
    return this;
  }

  RawStation sendBinary(byte... data) throws Exception {
    await(socket.sendBinary(ByteBuffer.wrap(data), true));
    return this;
  }

  String subProtocol() {
    return socket.getSubprotocol();
  }

  String ping(String data) throws Exception {
    await(socket.sendPing(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8))));
    return await(pong);
  }

  /** The next message. */
  String next() throws Exception {
    var text = received.poll(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing came");
    }
    return text;
  }

  /** What has come, if anything has. */
  String nothing() {
    return received.peek();
  }

  /** With which code the other side closes. */
  int closed() throws Exception {
    return await(closed);
  }

  /** Good-bye, in order. */
  void close() throws Exception {
    await(socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye"));
    closed();
  }

  /** No good-bye. */
  void abort() {
    socket.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      received.add(message.toString());
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
    pong.complete(StandardCharsets.UTF_8.decode(data).toString());
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(-1);
  }
}

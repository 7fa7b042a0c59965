package dev.ninefold.examples.web;

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
import java.util.concurrent.atomic.AtomicInteger;

/** An end of a WebSocket that says what a test wants it to say. */
public final class RawClient implements WebSocket.Listener {

  private final StringBuilder message = new StringBuilder();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final CompletableFuture<String> pong = new CompletableFuture<>();
  private final AtomicInteger pings = new AtomicInteger();
  private WebSocket socket;

  public static RawClient connect(HttpClient client, URI server, String... subProtocols) throws Exception {
    var raw = new RawClient();
    var builder = client.newWebSocketBuilder();
    if (subProtocols.length > 0) {
      builder.subprotocols(subProtocols[0], Arrays.copyOfRange(subProtocols, 1, subProtocols.length));
    }
    raw.socket = await(builder.buildAsync(server, raw));
    return raw;
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public RawClient send(String text) throws Exception {
    await(socket.sendText(text.replace('\'', '"'), true));
    return this;
  }

  public RawClient sendFragment(String text) throws Exception {
    await(socket.sendText(text, false));
    return this;
  }

  public RawClient sendBinary(byte... data) throws Exception {
    await(socket.sendBinary(ByteBuffer.wrap(data), true));
    return this;
  }

  public String subProtocol() {
    return socket.getSubprotocol();
  }

  public String ping(String data) throws Exception {
    await(socket.sendPing(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8))));
    return await(pong);
  }

  /** The next message. */
  public String next() throws Exception {
    var text = received.poll(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing came");
    }
    return text;
  }

  /** What has come, if anything has. */
  public String nothing() {
    return received.peek();
  }

  /** With which code the other side closes. */
  public int closed() throws Exception {
    return await(closed);
  }

  /** Whether the other side has closed, or broken off. */
  public boolean isClosed() {
    return closed.isDone();
  }

  /** Good-bye, in order. */
  public void close() throws Exception {
    close(WebSocket.NORMAL_CLOSURE);
  }

  /** Good-bye with that code. */
  public void close(int code) throws Exception {
    await(socket.sendClose(code, "bye"));
    closed();
  }

  /** No good-bye. */
  public void abort() {
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

  /** Waits until the other side has asked so often whether this one is there, and has been answered. */
  public void awaitPings(int number) {
    Eventually.await(number + " pings", () -> pings.get() >= number);
  }

  @Override
  public CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
    pings.incrementAndGet();
    from.request(1);
    // The client itself answers.
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

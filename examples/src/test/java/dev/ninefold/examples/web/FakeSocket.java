package dev.ninefold.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketContext;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/**
 * A socket without a network.
 *
 * @param texts whether it takes text
 * @param pings whether it takes pings
 */
public record FakeSocket(boolean texts, boolean pings) implements WsSession {

  /** A connection that is interrupted before its process is there, and ends. */
  public static void breakOffWhileItOpens(WebSocketSession session) {
    var failure = CompletableFuture.supplyAsync(() -> {
      Thread.currentThread().interrupt();
      try {
        return catchThrowable(() -> session.onOpen(new FakeSocket(true, true)));
      } finally {
        session.ended();
      }
    }, task -> Thread.ofVirtual().start(task)).join();
    assertThat(failure).hasRootCauseInstanceOf(InterruptedException.class);
  }

  private WsSession take(boolean taken) {
    if (!taken) {
      throw new UncheckedIOException(new IOException("Broken pipe"));
    }
    return this;
  }

  @Override
  public WsSession send(String text, boolean last) {
    return take(texts);
  }

  @Override
  public WsSession send(BufferData data, boolean last) {
    return take(texts);
  }

  @Override
  public WsSession ping(BufferData data) {
    return take(pings);
  }

  @Override
  public WsSession pong(BufferData data) {
    return take(pings);
  }

  @Override
  public WsSession close(int code, String reason) {
    return this;
  }

  @Override
  public WsSession terminate() {
    return this;
  }

  @Override
  public SocketContext socketContext() {
    throw new UnsupportedOperationException("expected no question for the socket itself");
  }
}

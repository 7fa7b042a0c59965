package dev.ninefold.examples.web;

import dev.ninefold.process.Node;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our end of a WebSocket, with a process. The web server's thread of the connection calls {@link #opened}, then for each message what
 * {@link WsListener} has, then what {@code opened} has returned; the process writes.
 */
public abstract class WebSocketSession implements WsListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(WebSocketSession.class);

  private final Node node;
  private final Object peer;
  private volatile Optional<WsSession> session = Optional.empty();
  private final CompletableFuture<Object> end = new CompletableFuture<>();
  private volatile Runnable hangUp = () -> {};

  /**
   * One that is not open yet.
   *
   * @param node the node of its process
   * @param peer what logs call the other end
   */
  protected WebSocketSession(Node node, Object peer) {
    this.node = node;
    this.peer = peer;
  }

  /** Starts its process, and returns how to tell it that the connection has ended. That may have happened meanwhile. */
  protected abstract Runnable opened();

  /** A frame was so long that the web server did not read it. It hangs up. */
  protected void tooLong() {}

  /** The connection has ended, in whatever way: the last that the thread does. */
  final void ended() {
    end.complete(this);
  }

  /** Before it opens: how to close the socket from any thread. */
  final void onHangUp(Runnable closing) {
    hangUp = closing;
  }

  @Override
  public final void onOpen(WsSession opened) {
    session = Optional.of(opened);
    // Who is interrupted waits for the process no longer, but it is started all the same, and has to hear of the end.
    Callable<CompletableFuture<Void>> start = () -> end.thenRun(opened());
    try {
      var _ = node.run(start);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The process of the connection of " + peer + " could not be started", e);
    }
  }

  /** Says good-bye, and closes the socket. Any thread may call it. */
  public final void close(int code, String reason) {
    write(open -> open.close(code, reason));
    hangUp.run();
  }

  /** Writes to the socket; for its process. Returns whether the socket has taken it. */
  protected final boolean write(Consumer<WsSession> how) {
    try {
      session.ifPresent(how);
      return true;
    } catch (RuntimeException e) {
      // The socket is closed, which the thread that reads from it notices, too.
      LOGGER.debug("{} could not be told something", peer, e);
      return false;
    }
  }
}

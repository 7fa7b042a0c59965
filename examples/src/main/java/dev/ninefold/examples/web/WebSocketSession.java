package dev.ninefold.examples.web;

import io.helidon.websocket.WsListener;

/** One end of a WebSocket, which is told more than Helidon's own: how to close it from another thread, and that it has ended. */
public interface WebSocketSession extends WsListener {

  /** Before it opens: tells how to close the socket from any thread. */
  void onHangUp(Runnable hangUp);

  /** A frame was so long that the web server did not read it. It hangs up. */
  void tooLong();

  /** The connection has ended, in whatever way. Called by the thread that has read from it, after everything else. */
  void ended();
}

package dev.ninefold.examples.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.io.CloseMode;

/** HttpCore's connection, closed so that a client that is still sending gets to read why nobody listens any more. */
final class Wire extends DefaultBHttpServerConnection {

  private final Socket socket;
  private boolean requestRead;

  Wire(Socket socket, Http1Config config) throws IOException {
    super("http", config);
    this.socket = socket;
    bind(socket);
  }

  /** Whether all of the current request has been read. */
  void requestRead(boolean read) {
    requestRead = read;
  }

  /** To close a socket that has unread bytes resets the connection, and the response is lost with it. */
  @Override
  public void close() throws IOException {
    if (isOpen() && !requestRead) {
      flush();
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      close(CloseMode.GRACEFUL);
    } else {
      super.close();
    }
  }
}

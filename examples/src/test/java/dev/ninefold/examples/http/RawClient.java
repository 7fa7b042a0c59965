package dev.ninefold.examples.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.regex.Pattern;

/** A client that sends what it likes. */
final class RawClient implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final Socket socket;
  private final InputStream in;

  RawClient(InetSocketAddress server) throws IOException {
    socket = new Socket(server.getAddress(), server.getPort());
    in = socket.getInputStream();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** Sends a request and reads the response. */
  String get(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
    return response();
  }

  /** One response, with its head. */
  String response() throws IOException {
    var read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0) {
      read.append(next());
    }
    var length = LENGTH.matcher(read);
    for (var left = length.find() ? Integer.parseInt(length.group(1)) : 0; left > 0; left--) {
      read.append(next());
    }
    return read.toString();
  }

  /** The first bytes of what comes. */
  String fetch(int bytes) throws IOException {
    return new String(in.readNBytes(bytes), ISO_8859_1);
  }

  private char next() throws IOException {
    var b = in.read();
    if (b < 0) {
      throw new IOException("the server has closed the connection");
    }
    return (char) b;
  }

  /** All that comes until the server closes. */
  String rest() throws IOException {
    var rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (SocketException _) {
      // Closed, if not in order.
    }
    return rest.toString(ISO_8859_1);
  }

  /** Goes without saying good-bye: the server's next write fails. */
  void vanish() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

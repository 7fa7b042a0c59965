package dev.ninefold.examples.charging;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.web.WebSocketSession;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsSession;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket of a station. What comes is given to the process of the connection, by the web server's thread of this connection; that process
 * writes what goes.
 */
final class OcppSession extends WebSocketSession implements Connection.Line {

  /** How many characters a message may have. */
  static final int LONGEST_MESSAGE = 64 * 1024;

  /** How many messages of a station may wait. It is not read from while there are as many: nothing is lost, and nothing grows. */
  static final int WAITING_MESSAGES = 16;

  private static final long CHECK_MILLIS = 1_000;
  private static final Logger LOGGER = LoggerFactory.getLogger(OcppSession.class);

  private final StationId station;
  private final Connections connections;
  private final Statistics statistics;
  private final Semaphore places = new Semaphore(WAITING_MESSAGES);
  private final StringBuilder message = new StringBuilder();
  private Optional<ServerRef<Request<?>, Connection.Cast>> process = Optional.empty();
  private boolean closing;

  OcppSession(Node node, StationId station, Connections connections, Statistics statistics) {
    super(node, station);
    this.station = station;
    this.connections = connections;
    this.statistics = statistics;
  }

  // ---- the web server's thread of this connection

  @Override
  protected Runnable opened() {
    statistics.add(Count.CONNECTIONS);
    process = Optional.of(connections.start(station, this));
    return () -> tell(new Connection.Closed());
  }

  @Override
  public void onMessage(WsSession from, String text, boolean last) {
    if (closing) {
      return;
    }
    if (message.length() + text.length() > LONGEST_MESSAGE) {
      closing = true;
      statistics.add(Count.OVERSIZED);
      tell(new Connection.Close(WsCloseCodes.TOO_BIG, "expected at most " + LONGEST_MESSAGE + " characters in a message"));
      return;
    }
    message.append(text);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      awaitPlace();
      tell(new Connection.Received(whole));
    }
  }

  @Override
  public void onMessage(WsSession from, BufferData buffer, boolean last) {
    statistics.add(Count.UNUSABLE);
    LOGGER.debug("{} has sent binary data; OCPP is text", station);
  }

  @Override
  public void onPing(WsSession from, BufferData buffer) {
    tell(new Connection.Pong(ByteBuffer.wrap(buffer.readBytes())));
  }

  @Override
  protected void tooLong() {
    statistics.add(Count.OVERSIZED);
  }

  private void tell(Connection.Cast it) {
    process.ifPresent(to -> GenServer.cast(to, it));
  }

  private void awaitPlace() {
    try {
      do {
        checkProcess();
      } while (!places.tryAcquire(CHECK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new CloseConnectionException("closed while " + WAITING_MESSAGES + " messages wait", e);
    }
  }

  /** A process that was killed could not close the connection itself. */
  private void checkProcess() {
    if (process.flatMap(ServerRef::whereis).filter(Process::isAlive).isEmpty()) {
      throw new CloseConnectionException("the process of the connection has ended");
    }
  }

  // ---- the process of the connection

  @Override
  public boolean send(String text) {
    return write(open -> open.send(text, true));
  }

  @Override
  public void pong(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    write(open -> open.pong(BufferData.create(bytes)));
  }

  @Override
  public void done() {
    places.release();
  }
}

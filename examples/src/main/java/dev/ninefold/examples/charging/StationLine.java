package dev.ninefold.examples.charging;

import dev.ninefold.examples.charging.SimulatedStation.DroppedException;
import dev.ninefold.examples.ocpp.Frame;
import dev.ninefold.examples.ocpp.Frames;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a simulated station: what comes over it is sent to the process of the station.
 *
 * @param number tells the connections apart
 * @param socket the connection, if there is one
 */
record StationLine(int number, Optional<WebSocket> socket) {

  /** No connection. */
  static final StationLine NONE = new StationLine(0, Optional.empty());

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The process is told that this came. */
  record Heard(int line, String text) {}

  /** The process is told that the connection has ended. */
  record HungUp(int line, String why) {}

  /**
   * Connects the own process.
   *
   * @throws ExecutionException if there is no connection to be had
   */
  static StationLine open(SimulatedStation.Settings settings, String station) throws ExecutionException, InterruptedException {
    int number = NUMBERS.incrementAndGet();
    WebSocket socket = settings.client()
        .newWebSocketBuilder()
        .subprotocols(OcppUpgrader.SUB_PROTOCOL)
        .connectTimeout(PATIENCE)
        .buildAsync(settings.server().resolve(OcppUpgrader.PATH + station), new Ear(number, Process.self()))
        .get();
    return new StationLine(number, Optional.of(socket));
  }

  boolean isSource(int line) {
    return socket.isPresent() && number == line;
  }

  void write(Frame frame) throws DroppedException, InterruptedException {
    try {
      socket.orElseThrow(() -> new DroppedException("not connected"))
          .sendText(Frames.write(frame), true)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new DroppedException("cannot write: " + e);
    }
  }

  /** Says good-bye, and waits until the other side has said it, too. */
  void close() throws DroppedException, InterruptedException {
    try {
      socket.orElseThrow(() -> new DroppedException("not connected"))
          .sendClose(WebSocket.NORMAL_CLOSURE, "bye")
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new DroppedException("cannot close: " + e);
    }
    Process.receive(HungUp.class, end -> end.line() == number, PATIENCE);
  }

  private static final class Ear implements WebSocket.Listener {

    private final int number;
    private final Pid station;
    private final StringBuilder message = new StringBuilder();

    Ear(int number, Pid station) {
      this.number = number;
      this.station = station;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        Process.send(station, new Heard(number, message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      Process.send(station, new HungUp(number, "closed with " + code + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      Process.send(station, new HungUp(number, error.toString()));
    }
  }
}

package dev.ninefold.examples.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/**
 * Hangs up on whoever has been silent for too long, also in the middle of a request. Helidon itself waits for ever for the rest of a request of which it
 * has the first line.
 *
 * @param selector makes the connections
 */
record HangsUp(ServerConnectionSelector selector) implements ServerConnectionSelector {

  @Override
  public int bytesToIdentifyConnection() {
    return selector.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return selector.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return selector.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new Connected(selector.connection(context));
  }

  private record Connected(ServerConnection connection) implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      connection.handle(limit);
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(true);
    }
  }
}

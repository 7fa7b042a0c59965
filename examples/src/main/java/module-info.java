import org.jspecify.annotations.NullMarked;

/** The example programs behind {@code ./ninefold run}. */
@NullMarked
@SuppressWarnings("requires-automatic") // HdrHistogram and HttpCore have no descriptor.
module dev.ninefold.examples {
  requires dev.ninefold.stdlib;
  requires ch.qos.logback.classic;
  requires com.fasterxml.jackson.databind;
  requires HdrHistogram;
  requires io.helidon.common.buffers;
  requires io.helidon.common.concurrency.limits;
  requires io.helidon.http;
  requires io.helidon.webserver;
  requires io.helidon.webserver.websocket;
  requires io.helidon.websocket;
  requires java.net.http;
  requires jul.to.slf4j;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires org.slf4j;
  requires static org.jspecify;
}

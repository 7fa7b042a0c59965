package dev.ninefold.examples.http;

import java.time.Duration;

/**
 * What a client may demand.
 *
 * @param request how long a request may take to come, counted from the end of the one before
 * @param handling how long its handler may take
 * @param response how long the client may take to fetch the response
 * @param line how many bytes the request line and each header may have
 * @param headers how many headers there may be
 * @param body how many bytes may follow them
 */
record Limits(Duration request, Duration handling, Duration response, int line, int headers, int body) {

  static final Limits DEFAULT =
      new Limits(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(30), 8192, 100, 65_536);
}

package dev.ninefold.examples.http;

import java.util.Map;

/**
 * What a client gets.
 *
 * @param status three digits
 * @param headers besides those that every response has
 * @param body as text
 */
record HttpResponse(int status, Map<String, String> headers, String body) {

  /** What was wanted. */
  static HttpResponse ok(String body) {
    return new HttpResponse(200, Map.of(), body);
  }

  /** Something else, in words. */
  static HttpResponse of(int status, String why) {
    return new HttpResponse(status, Map.of(), why + "\n");
  }

  /** The same with a header. */
  HttpResponse with(String header, String value) {
    return new HttpResponse(status, Map.of(header, value), body);
  }
}

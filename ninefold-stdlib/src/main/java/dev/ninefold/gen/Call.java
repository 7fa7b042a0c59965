package dev.ninefold.gen;

import java.util.Objects;

/**
 * A request as debug functions and logs see it, whether it came by {@code call} or by {@code sendRequest}: OTP's
 * {@code {'$gen_call', From, Request}}.
 *
 * @param request what is asked
 * @param from who asks
 */
public record Call(Object request, From from) {

  public Call {
    Objects.requireNonNull(request, "request: expected what is asked, got null");
    Objects.requireNonNull(from, "from: expected who asks, got null");
  }

  @Override
  public String toString() {
    return "{'$gen_call', " + from + ", " + request + "}";
  }
}

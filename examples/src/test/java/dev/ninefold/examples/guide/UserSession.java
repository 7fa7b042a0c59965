package dev.ninefold.examples.guide;

import dev.ninefold.gen.Request;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import java.time.Duration;

/** Somebody who is logged in. */
record UserSession(String user, Duration idle) implements GenServer<String, Request<?>, Object> {
  UserSession(String user) {
    this(user, Duration.ofMinutes(5));
  }

  @Override
  public Init<String> init() {
    return Init.ok(user);
  }
}

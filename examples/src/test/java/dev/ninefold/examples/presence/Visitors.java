package dev.ninefold.examples.presence;

import dev.ninefold.process.Destination;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;

/** Processes that are here until they are told to leave. */
final class Visitors {
  private Visitors() {}

  private record Leave() {}

  /** Somebody who is here when this returns. */
  static Pid come(String name) {
    return ProcLib.<Pid>start(starter -> {
      Presence.subscribe(name);
      starter.initAck(Process.self());
      Process.receive(Leave.class);
    }).orElseThrow();
  }

  static void leave(Destination visitor) {
    Process.send(visitor, new Leave());
  }
}

package dev.ninefold.supervisor;

import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import java.util.Optional;

/** What supervisors tell JDK Flight Recorder. The module jdk.jfr may be absent: no class of an event is loaded then. */
final class FlightEvents {

  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightEvents() {}

  /**
   * A child was restarted.
   *
   * @param name of the supervisor
   */
  static void restarted(Optional<Name> name, Pid supervisor, ChildInfo child) {
    if (PRESENT) {
      RestartEvent.record(name, supervisor, child);
    }
  }
}

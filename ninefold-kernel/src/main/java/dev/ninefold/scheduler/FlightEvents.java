package dev.ninefold.scheduler;

/** What the scheduler tells JDK Flight Recorder. The module jdk.jfr may be absent: no class of an event is loaded then. */
final class FlightEvents {

  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightEvents() {}

  /**
   * A worker has given its slot away and goes on without it.
   *
   * @param foreign whether it blocks elsewhere than in our API
   */
  static void handedOver(Worker worker, boolean foreign) {
    if (PRESENT) {
      HandOverEvent.record(worker, foreign);
    }
  }

  /** Slots were added, or carriers. */
  static void rescued(String kind, int added, int total) {
    if (PRESENT) {
      RescueEvent.record(kind, added, total);
    }
  }
}

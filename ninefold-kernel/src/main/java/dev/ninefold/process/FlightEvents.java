package dev.ninefold.process;

import dev.ninefold.term.ExitReason;

/**
 * What the kernel tells JDK Flight Recorder. The module jdk.jfr may be absent: no class of an event is loaded then, and none before the first
 * thing happens that it tells of.
 */
final class FlightEvents {

  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightEvents() {}

  static void spawned(Cell cell, boolean linked) {
    if (PRESENT) {
      SpawnEvent.record(cell, linked);
    }
  }

  static void ended(Cell cell, ExitReason reason) {
    if (PRESENT) {
      ExitEvent.record(cell, reason);
    }
  }

  /** A limited mailbox begins to drop or to refuse. */
  static void overloaded(Cell cell, MailboxInfo mailbox) {
    if (PRESENT) {
      OverloadEvent.record(cell, mailbox);
    }
  }

  /** A mailbox has become long. */
  static void overloaded(Cell cell, int length, LongMessageQueue marks) {
    if (PRESENT) {
      OverloadEvent.record(cell, length, marks);
    }
  }
}

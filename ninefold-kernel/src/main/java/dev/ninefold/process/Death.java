package dev.ninefold.process;

import dev.ninefold.process.Relations.Monitor;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens when a process dies, by whatever cause, in OTP's order. */
final class Death {

  /*
   * I1. The queue is closed already. Then, in this order (PR-10): the name is free, the timers are dropped, the requests are told,
   *     the links, the monitors. Whoever hears of the death finds the name free.
   * I2. It is carried out once, by who set DEAD (SignalQueue I5). Nothing of the dead process changes any more, so everything is read
   *     without its ownership.
   */

  private Death() {}

  static void carryOut(Cell cell, Cascade cascade) {
    ExitReason reason = cell.reason == null ? ExitReason.KILLED : cell.reason;
    FlightEvents.ended(cell, reason);
    Details details = cell.details;
    if (details != null) {
      cell.node.names().release(cell, details);
      if (details.locks) {
        cell.node.globalLocks().releaseAll(cell.pid);
      }
    }
    Relations relations = cell.relations;
    if (relations != null) {
      BoundTimer.cancelAll(relations.timers);
    }
    failRequests(cell, relations, reason);
    if (cell.guard != null) {
      cell.guard.ended(cell);
    }
    cell.node.table().remove(cell);
    Thread runner = cell.runnerAtDeath();
    if (runner != null) {
      cell.node.zombieStarted(cell);
      cell.interruptRunner(runner);
    }
    cell.deathIsCarriedOut();
    if (relations != null) {
      breakLinks(cell, relations, reason, cascade);
      fireMonitors(relations, reason, cascade);
      dropMonitors(relations, cascade);
    }
    cell.pid.cell(null);
  }

  private static void failRequests(Cell cell, @Nullable Relations relations, ExitReason reason) {
    cell.forEachMessage(true, body -> {
      if (body instanceof ReplyPlace place) {
        place.fail(reason);
      }
    });
    List<ReplyPlace> deferred = relations == null ? null : relations.deferred;
    if (deferred != null) {
      deferred.forEach(place -> place.fail(reason));
    }
  }

  private static void breakLinks(Cell cell, Relations relations, ExitReason reason, Cascade cascade) {
    if (relations.links == null) {
      return;
    }
    for (Pid other : relations.links.toList()) {
      Router.deliver(other.cell(), new Signal.Exit(cell.pid, reason, true), cascade);
    }
  }

  private static void fireMonitors(Relations relations, ExitReason reason, Cascade cascade) {
    if (relations.monitoredBy == null) {
      return;
    }
    for (Map.Entry<Ref, Pid> entry : relations.monitoredBy.entrySet()) {
      Router.deliver(entry.getValue().cell(), new Signal.Down(entry.getKey(), reason), cascade);
    }
  }

  private static void dropMonitors(Relations relations, Cascade cascade) {
    if (relations.monitors == null) {
      return;
    }
    for (Map.Entry<Ref, Monitor> entry : relations.monitors.entrySet()) {
      Pid target = entry.getValue().target();
      if (target != null) {
        Router.forgetMonitor(entry.getKey(), target, cascade);
      }
    }
  }
}

package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A process has ended. */
@Name("dev.ninefold.Exit")
@Label("Process Exit")
@Category("Ninefold")
@Description("A process has ended. Off unless a recording asks for it.")
@Enabled(false)
@StackTrace(false)
final class ExitEvent extends Event {

  @Label("Node")
  @Nullable String node;

  @Label("Process")
  @Nullable String pid;

  @Label("Registered Name")
  @Nullable String registeredName;

  @Label("Reason")
  @Nullable String reason;

  @Label("Zombie")
  @Description("Whether its code may still run, because it was ended by a signal") boolean zombie;

  static void record(Cell cell, ExitReason why) {
    ExitEvent event = new ExitEvent();
    if (event.isEnabled()) {
      Details details = cell.details;
      event.node = cell.node.name();
      event.pid = cell.pid.toString();
      event.registeredName = details == null ? null : details.name;
      event.reason = why.toString();
      event.zombie = cell.runnerAtDeath() != null;
      event.commit();
    }
  }
}

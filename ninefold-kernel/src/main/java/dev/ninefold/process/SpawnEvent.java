package dev.ninefold.process;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A process was spawned. */
@Name("dev.ninefold.Spawn")
@Label("Process Spawn")
@Category("Ninefold")
@Description("A process was spawned. Off unless a recording asks for it.")
@Enabled(false)
@StackTrace(true)
final class SpawnEvent extends Event {

  @Label("Node")
  @Nullable String node;

  @Label("Process")
  @Nullable String pid;

  @Label("Parent")
  @Description("The process that spawned it; <0.0.0> for a thread that is none")
  @Nullable String parent;

  @Label("Initial Call")
  @Description("Of proc_lib processes and behaviours")
  @Nullable String initialCall;

  @Label("Event Driven")
  @Description("Whether it is a behaviour; a plain process has a thread of its own") boolean eventDriven;

  @Label("Linked")
  @Description("Whether it was linked to its parent by the spawn") boolean linked;

  static void record(Cell cell, boolean linked) {
    SpawnEvent event = new SpawnEvent();
    if (event.isEnabled()) {
      Details details = cell.details;
      InitialCall call = details == null ? null : details.initialCall;
      event.node = cell.node.name();
      event.pid = cell.pid.toString();
      event.parent = (cell.parent == null ? cell.node.root() : cell.parent).toString();
      event.initialCall = call == null ? null : call.toString();
      event.eventDriven = !cell.isPlain();
      event.linked = linked;
      event.commit();
    }
  }
}

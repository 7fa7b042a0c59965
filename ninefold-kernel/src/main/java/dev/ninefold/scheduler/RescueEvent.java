package dev.ninefold.scheduler;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Code that loops or blocks held everything, and the watcher has added something. */
@Name("dev.ninefold.Rescue")
@Label("Scheduler Rescue")
@Category("Ninefold")
@Description("All slots or all carriers were held while something waited, and more were added")
@StackTrace(false)
final class RescueEvent extends Event {

  @Label("Kind")
  @Description("SLOTS or CARRIERS") String kind = "";

  @Label("Added") int added;

  @Label("Total")
  @Description("How many there are now") int total;

  static void record(String kind, int added, int total) {
    RescueEvent event = new RescueEvent();
    if (event.isEnabled()) {
      event.kind = kind;
      event.added = added;
      event.total = total;
      event.commit();
    }
  }
}

package dev.ninefold.scheduler;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A worker has given its slot to another, because its process blocks. Hot, so off by itself. */
@Name("dev.ninefold.HandOver")
@Label("Scheduler Hand-Over")
@Category("Ninefold")
@Description("The process of a worker blocks, and its slot goes to others")
@Enabled(false)
final class HandOverEvent extends Event {

  @Label("Process") String process = "";

  @Label("Blocks Elsewhere")
  @Description("Whether it blocks in code that is not Ninefold's; the stack is the carrier's then") boolean foreign;

  static void record(Worker worker, boolean foreign) {
    HandOverEvent event = new HandOverEvent();
    if (event.isEnabled()) {
      event.process = String.valueOf(worker.step());
      event.foreign = foreign;
      event.commit();
    }
  }
}

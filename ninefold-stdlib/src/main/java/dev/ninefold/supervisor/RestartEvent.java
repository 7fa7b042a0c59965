package dev.ninefold.supervisor;

import dev.ninefold.process.Pid;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A supervisor has restarted a child. */
@Name("dev.ninefold.Restart")
@Label("Child Restart")
@Category("Ninefold")
@Description("A supervisor has restarted a child, because that or a sibling has ended; not at the request of somebody")
@StackTrace(false)
final class RestartEvent extends Event {

  @Label("Node")
  @Nullable String node;

  @Label("Supervisor")
  @Description("Its name, or its pid if it has none")
  @Nullable String supervisor;

  @Label("Child")
  @Description("The id of the child")
  @Nullable String child;

  @Label("Process")
  @Description("The new process")
  @Nullable String pid;

  @Label("Last Exit")
  @Description("How the child has ended before; shutdown if it was stopped for the sake of a sibling")
  @Nullable String lastExit;

  @Label("Restarts")
  @Description("How many times this child was restarted so far") int restarts;

  static void record(Optional<dev.ninefold.process.Name> name, Pid self, ChildInfo child) {
    RestartEvent event = new RestartEvent();
    if (event.isEnabled()) {
      Optional<Pid> process = child.pid();
      event.node = self.node().name();
      event.supervisor = name.map(Object::toString).orElseGet(self::toString);
      event.child = child.id().toString();
      event.pid = process.map(Pid::toString).orElse(null);
      event.lastExit = child.lastExit().map(Object::toString).orElse(null);
      event.restarts = child.restarts();
      event.commit();
    }
  }
}

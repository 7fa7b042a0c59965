package dev.ninefold.process;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A mailbox is full or long; once for each burst, as the reports. */
@Name("dev.ninefold.Overload")
@Label("Mailbox Overload")
@Category("Ninefold")
@Description("A limited mailbox begins to drop or refuse messages, or a watched one has become long; once for each burst")
@StackTrace(false)
final class OverloadEvent extends Event {

  @Label("Node")
  @Nullable String node;

  @Label("Process")
  @Nullable String pid;

  @Label("Registered Name")
  @Nullable String registeredName;

  @Label("Kind")
  @Description("What happens at the limit, such as DROP_NEWEST; LONG_MESSAGE_QUEUE if there is none")
  @Nullable String kind;

  @Label("Limit")
  @Description("How many messages may wait, or from how many on the mailbox is long") int limit;

  @Label("Length")
  @Description("How many messages wait; of a long mailbox") int length;

  @Label("Dropped")
  @Description("So far") long dropped;

  @Label("Refused")
  @Description("So far") long refused;

  static void record(Cell cell, MailboxInfo mailbox) {
    OverloadEvent event = new OverloadEvent();
    if (event.isEnabled()) {
      event.kind = mailbox.limit().whenFull().name();
      event.limit = mailbox.limit().messages();
      event.dropped = mailbox.dropped();
      event.refused = mailbox.refused();
      event.commit(cell);
    }
  }

  static void record(Cell cell, int length, LongMessageQueue marks) {
    OverloadEvent event = new OverloadEvent();
    if (event.isEnabled()) {
      event.kind = "LONG_MESSAGE_QUEUE";
      event.limit = marks.enable();
      event.length = length;
      event.commit(cell);
    }
  }

  private void commit(Cell cell) {
    Details details = cell.details;
    node = cell.node.name();
    pid = cell.pid.toString();
    registeredName = details == null ? null : details.name;
    commit();
  }
}

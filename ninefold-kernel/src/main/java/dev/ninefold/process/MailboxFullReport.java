package dev.ninefold.process;

import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A limited mailbox is full, and messages begin to be dropped or refused, or the process ends. There is one report until half of the mailbox
 * has been emptied again.
 *
 * @param pid whose mailbox
 * @param registeredName its local name
 * @param processLabel its label
 * @param mailbox its limit, and what was dropped and refused so far
 */
public record MailboxFullReport(Pid pid, Optional<String> registeredName, Optional<Object> processLabel, MailboxInfo mailbox)
    implements
      Report {

  @Override
  public Level level() {
    return mailbox.limit().whenFull() == WhenFull.CRASH_RECEIVER ? Level.ERROR : Level.WARNING;
  }

  @Override
  public String label() {
    return "{mailbox, full}";
  }

  @Override
  public String headline() {
    return "Mailbox of " + registeredName.<Object>map(name -> name).orElse(pid) + " is full: "
        + switch (mailbox.limit().whenFull()) {
          case BLOCK_SENDER -> "it waits for itself";
          case REFUSE -> "messages are refused";
          case DROP_NEWEST -> "new messages are dropped";
          case DROP_OLDEST -> "old messages are dropped";
          case CRASH_RECEIVER -> "it ends";
        };
  }

  @Override
  public Set<String> inHeadline() {
    return registeredName.isPresent() ? Set.of("registered_name") : Set.of("pid");
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pid", pid);
    registeredName.ifPresent(name -> fields.put("registered_name", name));
    processLabel.ifPresent(l -> fields.put("process_label", l));
    fields.put("limit", mailbox.limit().messages());
    fields.put("dropped", mailbox.dropped());
    fields.put("refused", mailbox.refused());
    return fields;
  }
}

package dev.ninefold.process;

import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Many messages wait in a mailbox: see {@link LongMessageQueue}. There is one report until it has become short again.
 *
 * @param pid whose mailbox
 * @param registeredName its local name
 * @param processLabel its label
 * @param initialCall what the process was meant to run; of proc_lib processes
 * @param length how many messages wait
 * @param marks the lengths that say what is long
 * @param status what its code does
 * @param stack where its code is; empty if it does not run
 */
public record LongMessageQueueReport(
    Pid pid,
    Optional<String> registeredName,
    Optional<Object> processLabel,
    Optional<InitialCall> initialCall,
    int length,
    LongMessageQueue marks,
    ProcessInfo.Status status,
    List<StackTraceElement> stack) implements Report {

  @Override
  public Level level() {
    return Level.WARNING;
  }

  @Override
  public String label() {
    return "{monitor, long_message_queue}";
  }

  @Override
  public String headline() {
    return "Mailbox of " + registeredName.<Object>map(name -> name).orElse(pid) + " is long: " + length + " messages wait";
  }

  @Override
  public Set<String> inHeadline() {
    return registeredName.isPresent() ? Set.of("registered_name", "message_queue_len") : Set.of("pid", "message_queue_len");
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pid", pid);
    registeredName.ifPresent(name -> fields.put("registered_name", name));
    processLabel.ifPresent(l -> fields.put("process_label", l));
    initialCall.ifPresent(call -> fields.put("initial_call", call));
    fields.put("message_queue_len", length);
    fields.put("long_message_queue", "{" + marks.disable() + ", " + marks.enable() + "}");
    fields.put("status", status);
    if (!stack.isEmpty()) {
      fields.put("current_stacktrace", stack);
    }
    return fields;
  }
}

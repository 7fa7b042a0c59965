package dev.ninefold.process;

import dev.ninefold.process.ProcessInfo.Kind;
import dev.ninefold.process.ProcessInfo.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Looking at a process from outside; it does not notice. */
final class Inspection {

  private Inspection() {}

  private record Seen(ProcessInfo info, List<Object> messages, Map<Object, Object> dictionary) {}

  static Optional<ProcessInfo> info(Pid pid) {
    return look(pid).map(Seen::info);
  }

  static List<Object> messages(Pid pid) {
    return look(pid).map(Seen::messages).orElse(List.of());
  }

  static Optional<List<ProcessItem.Value>> values(Pid pid, List<? extends ProcessItem> items) {
    return look(pid).map(seen -> items.stream().map(item -> new ProcessItem.Value(item, value(seen, item))).toList());
  }

  private static Object value(Seen seen, ProcessItem item) {
    ProcessInfo info = seen.info;
    return switch (item) {
      case ProcessItem.DictionaryKey(Object key) -> Optional.ofNullable(seen.dictionary.get(key));
      case ProcessItem.Named named -> switch (named) {
        case REGISTERED_NAME -> info.registeredName();
        case LABEL -> info.label();
        case INITIAL_CALL -> info.initialCall();
        case STATUS -> info.status();
        case MESSAGE_QUEUE_LEN -> info.messageQueueLength();
        case MESSAGES -> seen.messages;
        case LINKS -> info.links();
        case MONITORS -> info.monitors();
        case MONITORED_BY -> info.monitoredBy();
        case DICTIONARY -> seen.dictionary;
        case TRAP_EXIT -> info.trapExit();
        case PRIORITY_MESSAGES -> info.priorityMessages();
        case GROUP_LEADER -> info.groupLeader();
        case PARENT -> info.parent();
      };
    };
  }

  private static Optional<Seen> look(Pid pid) {
    Cell cell = pid.cell();
    if (cell == null || !Router.settle(cell) || !cell.acquire()) {
      return Optional.empty();
    }
    List<Object> messages = new ArrayList<>();
    cell.forEachMessage(false, messages::add);
    Relations relations = cell.relations;
    List<Pid> links = relations == null || relations.links == null ? List.of() : relations.links.toList();
    List<Pid> monitoredBy =
        relations == null || relations.monitoredBy == null ? List.of() : List.copyOf(relations.monitoredBy.values());
    List<Destination> monitors = relations == null || relations.monitors == null ? List.of()
        : relations.monitors.values().stream().map(Relations.Monitor::object).toList();
    boolean trapping = cell.trapExit;
    boolean priorityMessages = relations != null && relations.receivesPriority();
    Status status = cell.status();
    cell.letGo();
    Details details = cell.details;
    ProcessInfo info = new ProcessInfo(
        pid,
        Optional.ofNullable(details == null ? null : details.name),
        Optional.ofNullable(details == null ? null : details.label),
        Optional.ofNullable(details == null ? null : details.initialCall),
        details == null ? List.of() : details.ancestors,
        Optional.ofNullable(cell.parent), cell.groupLeader, links, monitors, monitoredBy, trapping,
        priorityMessages, messages.size(), status,
        status == Status.RUNNING ? OptionalLong.of(cell.turnSince()) : OptionalLong.empty(),
        cell.isPlain() ? Kind.PLAIN : Kind.EVENT_DRIVEN,
        Optional.ofNullable(cell.guard == null ? null : cell.guard.info()));
    return Optional.of(new Seen(info, messages, details == null ? Map.of() : details.dictionaryCopy()));
  }
}

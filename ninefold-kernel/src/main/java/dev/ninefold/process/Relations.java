package dev.ninefold.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ties a process to others. Belongs to the holder of its signal ownership; made when it is first needed. */
final class Relations {

  /** A monitor that the process made. */
  record Monitor(@Nullable Pid target, Destination object, Object tag, @Nullable AliasKind alias) {}

  @Nullable LinkSet links;
  @Nullable Map<Ref, Monitor> monitors;
  @Nullable Map<Ref, Pid> monitoredBy;
  @Nullable Map<Ref, AliasKind> aliases;
  @Nullable List<ReplyPlace> deferred;
  @Nullable BoundTimer timers;

  /** What brings priority messages: links by their pids, monitors and aliases by their references. */
  @Nullable Set<Destination> priorities;

  LinkSet links() {
    LinkSet set = links;
    if (set == null) {
      set = new LinkSet();
      links = set;
    }
    return set;
  }

  boolean isLinked(Pid pid) {
    return links != null && links.contains(pid);
  }

  Map<Ref, Monitor> monitors() {
    Map<Ref, Monitor> map = monitors;
    if (map == null) {
      map = new LinkedHashMap<>(4);
      monitors = map;
    }
    return map;
  }

  Map<Ref, Pid> monitoredBy() {
    Map<Ref, Pid> map = monitoredBy;
    if (map == null) {
      map = new LinkedHashMap<>(4);
      monitoredBy = map;
    }
    return map;
  }

  Map<Ref, AliasKind> aliases() {
    Map<Ref, AliasKind> map = aliases;
    if (map == null) {
      map = new LinkedHashMap<>(4);
      aliases = map;
    }
    return map;
  }

  boolean removeLink(Pid pid) {
    priority(pid, false);
    return links != null && links.remove(pid);
  }

  @Nullable Monitor removeMonitor(Ref ref) {
    Monitor monitor = monitors == null ? null : monitors.remove(ref);
    if (monitor != null) {
      priority(ref, false);
    }
    return monitor;
  }

  /** Whether it is a monitor with an alias that ends with it. */
  boolean isAliasOfMonitor(Ref ref) {
    Monitor monitor = monitors == null ? null : monitors.get(ref);
    return monitor != null && monitor.alias() != null && monitor.alias() != AliasKind.EXPLICIT;
  }

  boolean removeAlias(Ref ref) {
    if (!isMonitor(ref)) {
      priority(ref, false);
    }
    return aliases != null && aliases.remove(ref) != null;
  }

  /** Whether what comes by way of a link, a monitor or an alias has priority, from now on. */
  void priority(Destination tie, boolean on) {
    Set<Destination> set = priorities;
    if (set == null) {
      if (!on) {
        return;
      }
      set = new HashSet<>(4);
      priorities = set;
    }
    if (on) {
      set.add(tie);
    } else {
      set.remove(tie);
    }
  }

  private boolean isMonitor(Ref ref) {
    return monitors != null && monitors.containsKey(ref);
  }

  /** A monitor with priority may be an alias as well, but then without. */
  boolean isPriorityAlias(Ref alias) {
    return hasPriority(alias) && !isMonitor(alias);
  }

  boolean hasPriority(Destination tie) {
    return priorities != null && priorities.contains(tie);
  }

  /** Whether there is anything from which priority messages can come. */
  boolean receivesPriority() {
    return priorities != null && !priorities.isEmpty();
  }

  /** Keeps a request that is answered later, and lets go of those that were answered since. */
  void defer(ReplyPlace place) {
    List<ReplyPlace> list = deferred;
    if (list == null) {
      list = new ArrayList<>(4);
      deferred = list;
    } else if (list.size() >= 8 && (list.size() & (list.size() - 1)) == 0) {
      list.removeIf(ReplyPlace::isSettled);
    }
    list.add(place);
  }

  /** Lets go of a request; returns whether nothing is left at all. */
  boolean forget(ReplyPlace place) {
    if (deferred != null && deferred.remove(place) && deferred.isEmpty()) {
      deferred = null;
    }
    return links == null && monitors == null && monitoredBy == null && aliases == null && deferred == null && timers == null;
  }
}

package dev.ninefold.process;

import dev.ninefold.process.Relations.Monitor;
import dev.ninefold.process.Signal.Message;
import dev.ninefold.process.Signal.Priority;
import dev.ninefold.process.SignalQueue.Admission;
import dev.ninefold.term.ExitReason;
import org.jspecify.annotations.Nullable;

/** What signals do to a process that gets them. Holder of its ownership only. */
final class Acts {

  private Acts() {}

  static void exit(Cell cell, Signal.Exit exit) {
    Relations r = cell.relations;
    if (exit.alias != null && !isActive(r, exit.alias)) {
      return;
    }
    boolean priority = r != null && (exit.link ? r.hasPriority(exit.from)
        : exit.priority && exit.alias != null && r.isPriorityAlias(exit.alias));
    boolean linked = exit.link && r != null && r.removeLink(exit.from);
    switch (ExitSignals.decide(exit.reason, exit.link, linked, cell.trapExit, exit.from == cell.pid)) {
      case ExitSignals.Outcome.Ignore _ -> {}
      case ExitSignals.Outcome.Deliver _ -> deliver(cell, new Info.Exit(exit.from, exit.reason), priority);
      case ExitSignals.Outcome.Terminate(ExitReason why) -> cell.die(why);
    }
  }

  static void down(Cell cell, Signal.Down down) {
    Relations r = cell.relations;
    boolean priority = r != null && r.hasPriority(down.ref);
    Monitor monitor = r == null ? null : r.removeMonitor(down.ref);
    if (r == null || monitor == null) {
      return;
    }
    if (monitor.alias() != null && monitor.alias() != AliasKind.EXPLICIT) {
      r.removeAlias(down.ref);
    }
    deliver(cell, new Info.Down(down.ref, monitor.object(), down.reason, monitor.tag()), priority);
  }

  /** What becomes of a message that came through an alias; the alias may end with it. */
  static Admission admit(Cell cell, Ref alias) {
    Relations r = cell.relations;
    AliasKind kind = r == null || r.aliases == null ? null : r.aliases.get(alias);
    if (r == null || kind == null) {
      return Admission.DROPPED;
    }
    Admission admission = r.isPriorityAlias(alias) ? Admission.PRIORITY : Admission.ORDINARY;
    if (kind == AliasKind.REPLY || kind == AliasKind.REPLY_DEMONITOR) {
      r.removeAlias(alias);
      Monitor monitor = r.removeMonitor(alias);
      if (monitor != null && monitor.target() != null) {
        Pid target = monitor.target();
        cell.afterRelease(cascade -> Router.forgetMonitor(alias, target, cascade));
      }
    }
    return admission;
  }

  /** Puts what the kernel has to say into the mailbox. */
  static void deliver(Cell cell, Info info, boolean priority) {
    if (priority) {
      cell.appendPriority(new Priority(info));
    } else {
      cell.append(new Message(info));
    }
  }

  private static boolean isActive(@Nullable Relations relations, Ref alias) {
    return relations != null && relations.aliases != null && relations.aliases.containsKey(alias);
  }
}

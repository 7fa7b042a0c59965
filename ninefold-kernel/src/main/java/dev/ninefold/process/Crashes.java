package dev.ninefold.process;

import dev.ninefold.process.CrashReport.Neighbour;
import dev.ninefold.report.ErrorInfo;
import dev.ninefold.report.ErrorInfo.Kind;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.term.ExitReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes crash reports of dying processes. */
final class Crashes {

  /*
   * As OTP's proc_lib: the class of the exception matters, so an exception of the user's is reported whatever it says, and only an
   * exit is silent. Every look at a process takes its ownership for as long as it takes to copy a few lists, one process at a
   * time; neighbours are visited breadth first, and one that dies meanwhile is left out.
   */

  static final int MAX_NEIGHBOURS = 15;
  static final int MAX_MESSAGES = 100;

  private Crashes() {}

  /** An exception has left the code of a process, which is about to end with the reason. */
  static void left(Cell cell, Throwable thrown, ExitReason reason) {
    Details details = cell.details;
    if (details != null && details.initialCall != null) {
      report(cell, errorInfo(thrown));
    } else if (!(thrown instanceof ExitException)) {
      publish(cell, () -> Optional.of(new ProcessError(cell.pid, reason)));
    }
  }

  /** Reports the end of a process once. */
  static boolean report(@Nullable Cell cell, ErrorInfo error) {
    if (cell == null || isSilent(error)) {
      return false;
    }
    if (!cell.node.reports().areTaken(Level.ERROR, CrashReport.LABEL)) {
      return !cell.isDead() && firstTime(cell);
    }
    return publish(cell, () -> firstTime(cell) ? of(cell, error) : Optional.empty());
  }

  /** From now on the process counts as reported. */
  static void omit(@Nullable Cell cell) {
    if (cell != null && !cell.isDead()) {
      firstTime(cell);
    }
  }

  private static boolean publish(Cell cell, Supplier<Optional<? extends Report>> report) {
    if (cell.isDead()) {
      return false;
    }
    try {
      Optional<? extends Report> made = report.get();
      made.ifPresent(cell.node::report);
      return made.isPresent();
    } catch (Throwable e) {
      // The process has to end whatever happens here, for example that there is no memory left.
      return false;
    }
  }

  private static boolean firstTime(Cell cell) {
    if (!cell.acquire()) {
      return false;
    }
    Details details = cell.detailsHeld();
    boolean first = !details.crashReported;
    details.crashReported = true;
    cell.letGo();
    return first;
  }

  /** The reason with which a process ends that this left. */
  static ExitReason reasonOf(Throwable thrown) {
    return switch (thrown) {
      case ExitException exit -> exit.reason();
      case ThrownException value -> new ExitReason.Other(new NoCatch(value.value()));
      case Throwable other -> new ExitReason.Crashed(other);
    };
  }

  static ErrorInfo errorInfo(Throwable thrown) {
    return switch (thrown) {
      case ExitException exit -> new ErrorInfo(Kind.EXIT, exit.reason(), Optional.of(exit));
      case ThrownException value -> new ErrorInfo(Kind.THROW, value.value(), Optional.of(value));
      case Throwable other -> ErrorInfo.error(other);
    };
  }

  static ErrorInfo errorInfo(ExitReason reason) {
    return reason instanceof ExitReason.Crashed(Throwable cause) ? ErrorInfo.error(cause) : ErrorInfo.exit(reason);
  }

  private static boolean isSilent(ErrorInfo error) {
    return error.kind() == Kind.EXIT && error.reason() instanceof ExitReason reason && reason.isSilent();
  }

  /** The report of a process by itself. */
  static Optional<CrashReport> of(@Nullable Cell cell, ErrorInfo error) {
    Seen self = cell == null ? null : look(cell, MAX_MESSAGES);
    if (cell == null || self == null) {
      return Optional.empty();
    }
    Details details = cell.details;
    return Optional.of(
        new CrashReport(initialCall(details), cell.pid, name(details), label(details), error, ancestors(details),
            self.queueLength,
            self.messages, self.links, details == null ? Map.of() : details.dictionaryCopy(), self.trapExit,
            ProcessInfo.Status.RUNNING, neighbours(cell.pid, self.links)));
  }

  private static List<Neighbour> neighbours(Pid self, List<Pid> links) {
    List<Neighbour> found = new ArrayList<>();
    Set<Pid> visited = new HashSet<>();
    visited.add(self);
    Deque<List<Pid>> ahead = new ArrayDeque<>();
    ahead.add(links);
    while (!ahead.isEmpty()) {
      for (Pid pid : ahead.remove()) {
        if (found.size() == MAX_NEIGHBOURS) {
          return found;
        }
        Neighbour neighbour = visited.add(pid) ? neighbour(pid) : null;
        if (neighbour != null) {
          found.add(neighbour);
          ahead.add(neighbour.links());
        }
      }
    }
    return found;
  }

  /** Null for one that traps exits, or is dead. */
  private static @Nullable Neighbour neighbour(Pid pid) {
    Cell cell = pid.cell();
    Seen seen = cell == null ? null : look(cell, 0);
    if (cell == null || seen == null || seen.trapExit) {
      return null;
    }
    Details details = cell.details;
    return new Neighbour(pid, name(details), label(details), initialCall(details), ancestors(details), seen.queueLength,
        seen.links,
        false, cell.status(), ClientInfo.stack(cell));
  }

  private static Optional<InitialCall> initialCall(@Nullable Details details) {
    return Optional.ofNullable(details == null ? null : details.initialCall);
  }

  private static Optional<String> name(@Nullable Details details) {
    return Optional.ofNullable(details == null ? null : details.name);
  }

  private static Optional<Object> label(@Nullable Details details) {
    return Optional.ofNullable(details == null ? null : details.label);
  }

  private static List<Object> ancestors(@Nullable Details details) {
    return details == null ? List.of() : details.ancestors;
  }

  private record Seen(List<Pid> links, boolean trapExit, int queueLength, List<Object> messages) {}

  /** What only the holder of the ownership can see; null if the process is dead. */
  private static @Nullable Seen look(Cell cell, int maxMessages) {
    if (!Router.settle(cell) || !cell.acquire()) {
      return null;
    }
    int[] count = new int[1];
    List<Object> messages = new ArrayList<>();
    cell.forEachMessage(false, message -> {
      if (count[0]++ < maxMessages) {
        messages.add(message);
      }
    });
    Relations relations = cell.relations;
    List<Pid> links = relations == null || relations.links == null ? List.of() : relations.links.toList();
    boolean trapExit = cell.trapExit;
    cell.letGo();
    return new Seen(links, trapExit, count[0], messages);
  }
}

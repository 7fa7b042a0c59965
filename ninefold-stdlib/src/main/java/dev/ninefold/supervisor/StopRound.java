package dev.ninefold.supervisor;

import dev.ninefold.process.Pid;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Children that are stopped at the same time: who still runs, who is to be killed when, and how each has ended. DS-14 */
final class StopRound {

  private final Map<Pid, Optional<ExitReason>> ends = new LinkedHashMap<>();
  private final Map<Pid, ExitReason> exits = new HashMap<>();
  private final TreeMap<Long, List<Pid>> deadlines = new TreeMap<>();

  /**
   * Children that have just been told to stop.
   *
   * @param now in nanoseconds
   */
  StopRound(Map<Pid, Shutdown> children, long now) {
    children.forEach((pid, how) -> {
      ends.put(pid, Optional.empty());
      if (how instanceof Shutdown.After(Duration timeout) && !Timeout.isInfinite(timeout)) {
        deadlines.computeIfAbsent(Timeout.deadline(now, timeout), _ -> new ArrayList<>()).add(pid);
      }
    });
  }

  /** Whether the process is one of these. */
  boolean has(Pid pid) {
    return ends.containsKey(pid);
  }

  boolean isRunning(Pid pid) {
    return ends.getOrDefault(pid, Optional.of(ExitReason.NORMAL)).isEmpty();
  }

  /** Those whose time is over; each is named once. */
  List<Pid> overdue(long now) {
    List<Pid> overdue = new ArrayList<>();
    while (!deadlines.isEmpty() && deadlines.firstKey() <= now) {
      overdue.addAll(deadlines.pollFirstEntry().getValue());
    }
    overdue.removeIf(pid -> !isRunning(pid));
    return overdue;
  }

  /** How long until the next one's time is over. */
  Duration untilNext(long now) {
    return deadlines.isEmpty() ? Timeout.INFINITY : Duration.ofNanos(Math.max(0, deadlines.firstKey() - now));
  }

  /** The exit message of one of these. It comes before its down, unless the child was dead before it could be monitored. */
  void exit(Pid pid, ExitReason reason) {
    exits.put(pid, reason);
    ends.computeIfPresent(pid, (_, end) -> end.map(known -> known instanceof ExitReason.NoProc ? reason : known));
  }

  /** The down of one of these. If it was dead already, its exit message knows why. */
  void down(Pid pid, ExitReason reason) {
    ExitReason known = exits.get(pid);
    ends.put(pid, Optional.of(reason instanceof ExitReason.NoProc && known != null ? known : reason));
  }

  /** How those that have ended did, in the order in which they were given. */
  Map<Pid, ExitReason> reasons() {
    Map<Pid, ExitReason> reasons = new LinkedHashMap<>();
    ends.forEach((pid, end) -> end.ifPresent(reason -> reasons.put(pid, reason)));
    return reasons;
  }
}

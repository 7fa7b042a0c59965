package dev.ninefold.supervisor;

import dev.ninefold.process.EventProcess;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.Ref;
import dev.ninefold.supervisor.ChildInfo.State;
import dev.ninefold.supervisor.Children.Child;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stops children: SUP-45 to SUP-51. In the process of the supervisor, which waits. */
final class ChildStops {

  /*
   * Follows shutdown/1 and unlink_flush/2 of supervisor.erl. The monitor tells of the end even if the child has unlinked itself. An
   * exit signal goes along the link before the down does, so once the down is here the exit is in the mailbox or never comes. A
   * child that was dead already gives noproc as reason; then its exit, if it is still linked, has the real one.
   */

  /** What a child ends with that had unlinked itself, and was dead before it could be monitored. */
  static final ExitReason UNLINKED = new ExitReason.Other("child_process_unlinked");

  /** The ends of children that were in the mailbox when they were to be stopped. */
  private final Map<Pid, ExitReason> ends = new HashMap<>();

  /** Takes the ends of those children out of the mailbox in one go, for that they need not be looked for one by one. */
  void collectEnds(List<Child> children) {
    Map<Pid, Child> running = new HashMap<>();
    for (Child child : children) {
      if (child.state() instanceof State.Running(Pid pid)) {
        running.put(pid, child);
      }
    }
    Optional<Info.Exit> exit = next(running);
    while (exit.isPresent()) {
      ends.put(exit.get().from(), exit.get().reason());
      exit = next(running);
    }
  }

  private static Optional<Info.Exit> next(Map<Pid, Child> children) {
    return Process.receive(Info.Exit.class, exit -> children.containsKey(exit.from()), Duration.ZERO);
  }

  /** Stops the child and waits for its end. Returns why it ended. */
  ExitReason stop(Pid pid, Shutdown how) throws Exception {
    ExitReason known = ends.remove(pid);
    return known != null && !Process.isAlive(pid) ? known : EventProcess.waitingFor(pid, () -> stopAndWait(pid, how));
  }

  private static ExitReason stopAndWait(Pid pid, Shutdown how) {
    Ref monitor = Process.monitor(pid);
    Process.exit(pid, how instanceof Shutdown.BrutalKill ? ExitReason.KILL : ExitReason.SHUTDOWN);
    Optional<Info.Down> down = await(monitor, how instanceof Shutdown.After(Duration timeout) ? timeout : Timeout.INFINITY);
    if (down.isEmpty()) {
      Process.exit(pid, ExitReason.KILL);
      down = await(monitor, Timeout.INFINITY);
    }
    ExitReason reason = down.orElseThrow().reason();
    return reason instanceof ExitReason.NoProc ? reasonOfTheDead(pid) : flush(pid, reason);
  }

  private static Optional<Info.Down> await(Ref monitor, Duration timeout) {
    return Process.receive(monitor, Info.Down.class, down -> down.ref() == monitor, timeout);
  }

  private static ExitReason flush(Pid pid, ExitReason reason) {
    Process.unlink(pid);
    exit(pid, Duration.ZERO);
    return reason;
  }

  private static ExitReason reasonOfTheDead(Pid pid) {
    Optional<Info.Exit> exit = exit(pid, Duration.ZERO);
    if (exit.isEmpty()) {
      boolean linked = Process.info(Process.self()).map(ProcessInfo::links).orElse(List.of()).contains(pid);
      exit = exit(pid, linked ? Timeout.INFINITY : Duration.ZERO);
    }
    return exit.map(Info.Exit::reason).orElse(UNLINKED);
  }

  private static Optional<Info.Exit> exit(Pid pid, Duration timeout) {
    return Process.receive(Info.Exit.class, exit -> exit.from() == pid, timeout);
  }
}

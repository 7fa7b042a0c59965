package dev.ninefold.supervisor;

import dev.ninefold.process.EventProcess;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Stops children: SUP-45 to SUP-51, DS-14. In the process of the supervisor, which waits. */
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

  /**
   * Stops the children at the same time, each as its spec says, and waits for the end of all: DS-14.
   *
   * @return why each has ended, in the same order
   */
  Map<Pid, ExitReason> stopTogether(Map<Pid, ChildSpec> children) throws Exception {
    Map<Ref, Pid> monitors = new HashMap<>();
    Map<Pid, Shutdown> shutdowns = new LinkedHashMap<>();
    children.forEach((pid, spec) -> {
      monitors.put(Process.monitor(pid), pid);
      tell(pid, spec.shutdown());
      shutdowns.put(pid, spec.shutdown());
    });
    StopRound round = new StopRound(shutdowns, now());
    // All end at the same time; who is waited for by name is only what others can see of it.
    for (Map.Entry<Pid, ChildSpec> child : children.entrySet()) {
      Pid pid = child.getKey();
      if (round.isRunning(pid)) {
        Busy.stopping(child.getValue().id(), pid);
        EventProcess.waitingFor(pid, () -> awaitEnd(pid, round, monitors));
        Busy.done();
      }
    }
    Map<Pid, ExitReason> reasons = round.reasons();
    reasons.replaceAll((pid, reason) -> reason instanceof ExitReason.NoProc ? reasonOfTheDead(pid) : reason);
    return reasons;
  }

  private static boolean awaitEnd(Pid pid, StopRound round, Map<Ref, Pid> monitors) {
    while (round.isRunning(pid)) {
      round.overdue(now()).forEach(late -> Process.exit(late, ExitReason.KILL));
      Optional<Info> end = Process.receive(Info.class, info -> switch (info) {
        case Info.Exit exit -> round.has(exit.from());
        case Info.Down down -> monitors.containsKey(down.ref());
        case Info _ -> false;
      }, round.untilNext(now()));
      if (end.isPresent()) {
        switch (end.get()) {
          case Info.Exit(Pid from, ExitReason reason) -> round.exit(from, reason);
          case Info.Down down -> round.down(Objects.requireNonNull(monitors.get(down.ref())), down.reason());
          case Info _ -> {}
        }
      }
    }
    return true;
  }

  private static long now() {
    return Node.current().clock().nanoTime();
  }

  private static void tell(Pid pid, Shutdown how) {
    Process.exit(pid, how instanceof Shutdown.BrutalKill ? ExitReason.KILL : ExitReason.SHUTDOWN);
  }

  private static ExitReason stopAndWait(Pid pid, Shutdown how) {
    Ref monitor = Process.monitor(pid);
    tell(pid, how);
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

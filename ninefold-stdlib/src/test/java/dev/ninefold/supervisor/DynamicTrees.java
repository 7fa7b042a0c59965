package dev.ninefold.supervisor;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the tests of dynamic supervisors share; the names are upstream's. To be called in a process that traps exits. */
final class DynamicTrees {

  private DynamicTrees() {}

  /** A dynamic supervisor with Elixir's default flags. */
  static SupervisorRef start() {
    return start(DynamicSupervisorFlags.DEFAULT);
  }

  static SupervisorRef start(DynamicSupervisorFlags flags) {
    return DynamicSupervisor.startLink(flags, StartOptions.DEFAULT).orElseThrow();
  }

  /** Upstream's {@code Task.start_link(Process, :sleep, [:infinity])}. */
  static StartResult<Pid> sleepy() {
    Pid pid = Process.spawnLink(() -> Process.receive(Object.class, _ -> false));
    return StartResult.ok(pid, pid);
  }

  /** Upstream's {@code sleepy_worker}: a task is temporary. */
  static ChildSpec sleepyWorker() {
    return worker(DynamicTrees::sleepy);
  }

  /** Upstream's {@code current_module_worker}. */
  static ChildSpec worker(StartFunction start) {
    return ChildSpec.worker("child", start);
  }

  /** Starts as {@code sleepy} does, and afterwards as is said: upstream's {@code start_link(:restart, value)}. */
  static ChildSpec once(StartFunction later) {
    int[] starts = {0};
    return worker(() -> starts[0]++ == 0 ? sleepy() : later.start());
  }

  static Pid startChild(SupervisorRef sup, ChildSpec spec) {
    return DynamicSupervisor.startChild(sup, spec).orElseThrow();
  }

  /** Upstream's {@code assert_kill}: the process gets the signal and ends; its links have been told when this returns. */
  static ExitReason kill(Pid pid, ExitReason reason) {
    Ref ref = Process.monitor(pid);
    Process.exit(pid, reason);
    return Trees.down(ref);
  }

  /** Stops the supervisor, and tells how the processes have ended. */
  static Map<Pid, ExitReason> endsWhenStopped(SupervisorRef sup, List<Pid> children) {
    Map<Pid, Ref> refs = children.stream().collect(Collectors.toMap(Function.identity(), Process::monitor));
    Trees.stop(sup);
    return refs.entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey,
            e -> Process.receive(Info.Down.class, down -> down.ref() == e.getValue()).reason()));
  }
}

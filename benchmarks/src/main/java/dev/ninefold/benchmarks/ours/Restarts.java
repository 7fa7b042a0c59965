package dev.ninefold.benchmarks.ours;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A child crashes in a callback; the time until its successor, or those of all children, are ready. A new supervisor after some restarts,
 * because those that count are in a list, OTP's as ours.
 */
final class Restarts {
  private static final int RESTARTS = 200;
  private static final int LIMIT = 1_000_000;

  private record Ready(Pid pid) {}

  private enum Crash {
    CRASH
  }

  /** Says when it is ready, and crashes on demand. */
  private record Child(Pid main) implements GenServer<Integer, IdleServer.Get, Crash> {

    @Override
    public Init<Integer> init() {
      Process.send(main, new Ready(Process.self()));
      return Init.ok(1);
    }

    @Override
    public Next<Integer> handleCast(Crash crash, Integer state) {
      throw new IllegalStateException("crash");
    }
  }

  private Restarts() {}

  static double measure(int count, Strategy strategy, int children) throws Exception {
    int each = Math.min(count, RESTARTS);
    int supervisors = count / each;
    double sum = 0;
    for (int i = 0; i < supervisors; i++) {
      sum += Node.local().run(() -> ofOneSupervisor(each, strategy, children));
    }
    return sum / supervisors;
  }

  private static double ofOneSupervisor(int count, Strategy strategy, int children) throws Exception {
    Process.trapExit(true);
    Pid main = Process.self();
    List<ChildSpec> specs = IntStream.range(0, children)
        .mapToObj(i -> ChildSpec.worker(i, () -> GenServer.startLink(() -> new Child(main))))
        .toList();
    SupervisorFlags flags = SupervisorFlags.of(strategy).withIntensity(LIMIT, Duration.ofHours(1));
    SupervisorRef supervisor = Supervisor.startLink(specs, flags, StartOptions.DEFAULT).orElseThrow();
    Pid first = ready(children);
    double figure = Timed.per(count, () -> {
      Pid child = first;
      for (int i = 0; i < count; i++) {
        GenServer.cast(ServerRef.<IdleServer.Get, Crash>of(child), Crash.CRASH);
        child = ready(children);
      }
    });
    Process.unlink(supervisor.pid());
    Supervisor.stop(supervisor);
    return figure;
  }

  /** One of those that said that they are ready. */
  private static Pid ready(int children) {
    Pid first = Process.receive(Ready.class).pid();
    for (int i = 1; i < children; i++) {
      Process.receive(Ready.class);
    }
    return first;
  }
}

package dev.ninefold.verify;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import java.time.Duration;
import java.util.List;

/** A child of a supervisor starts, crashes and is started again, so often; what the heap holds then must not depend on how often. */
final class LeakFork {

  private static final int LIMIT = 1_000_000_000;
  private static final long ALLOWED = 1_000_000;
  private static final int STEPS = 10;
  private static final int COLLECTIONS = 6;

  private record Ready(Pid pid) {}

  private record Nothing() implements Request<Integer> {}

  private enum Crash {
    CRASH
  }

  /** With a name and a link, so that all tables take part. */
  private record Child(Pid main) implements GenServer<Integer, Nothing, Crash> {

    @Override
    public Init<Integer> init() {
      Process.register("leak-soak", Process.self());
      Process.sendAfter(Duration.ofHours(1), Process.self(), "never");
      Process.send(main, new Ready(Process.self()));
      return Init.ok(1);
    }

    @Override
    public Next<Integer> handleCast(Crash crash, Integer state) {
      throw new IllegalStateException("crash");
    }
  }

  private LeakFork() {}

  /**
   * Runs the soak.
   *
   * @param args after how many cycles the heap is measured, and after how many again
   */
  public static void main(String[] args) throws Exception {
    Node node = Node.start(NodeOptions.named("soak").withReportHandlers());
    boolean ok = node.run(() -> soak(Integer.parseInt(args[0]), Integer.parseInt(args[1])));
    node.close();
    System.exit(ok ? 0 : 1);
  }

  private static boolean soak(int few, int many) {
    Process.trapExit(true);
    Pid main = Process.self();
    ChildSpec spec = ChildSpec.worker("child", () -> GenServer.startLink(() -> new Child(main)));
    SupervisorFlags flags = SupervisorFlags.of(Strategy.ONE_FOR_ONE).withIntensity(LIMIT, Duration.ofSeconds(1));
    SupervisorRef supervisor = Supervisor.startLink(List.of(spec), flags, StartOptions.DEFAULT).orElseThrow();
    Pid child = Process.receive(Ready.class).pid();
    long atFew = 0;
    for (int cycle = 1; cycle <= many; cycle++) {
      GenServer.cast(ServerRef.<Nothing, Crash>of(child), Crash.CRASH);
      child = Process.receive(Ready.class).pid();
      if (cycle == few) {
        atFew = heap();
      }
      if (cycle % (many / STEPS) == 0) {
        System.out.println(ForkOutput.PROGRESS + cycle + " cycles");
      }
    }
    long atMany = heap();
    Process.unlink(supervisor.pid());
    Supervisor.stop(supervisor);
    String figures = "the heap holds " + atFew + " bytes after " + few + " cycles, " + atMany + " after " + many;
    if (atMany - atFew >= ALLOWED) {
      System.out.println(figures + ": expected less than " + ALLOWED + " more");
      return false;
    }
    System.out.println(ForkOutput.DONE + figures);
    return true;
  }

  /** The bytes that are in use after a collection: the least of several, for one alone may leave much. */
  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}

package dev.ninefold.verify;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.CallException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildInfo;
import dev.ninefold.supervisor.ChildResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tree whose children crash, are killed, stopped and started again. The count of children returns to what the specs say, each is alive, answers and
 * is the only one of its place; when the tree has stopped, none that it ever started is alive.
 */
final class Supervisors implements StressProgram {

  private static final int LIMIT = 1_000_000;
  private static final List<Strategy> STRATEGIES = List.of(Strategy.values());

  private record WhoAreYou() implements Request<Integer> {}

  private enum Crash {
    CRASH
  }

  @Override
  public String name() {
    return "supervisors";
  }

  @Override
  public String laws() {
    return "the counts of children return, every child is the only one of its place";
  }

  @Override
  public void round(World world) throws Exception {
    Tree tree = new Tree(world);
    world.node().run(() -> {
      tree.run();
      return true;
    });
    world.await("no child outlives its supervisor", () -> tree.started.stream().noneMatch(Process::isAlive),
        () -> tree.started.stream().filter(Process::isAlive).toList().toString());
    world.happened(tree.started.size());
  }

  private static final class Tree {
    private final World world;
    private final Random random;
    private final Strategy strategy;
    private final int count;
    private final Set<Pid> started = ConcurrentHashMap.newKeySet();

    Tree(World world) {
      this.world = world;
      this.random = world.newRandom();
      this.strategy = STRATEGIES.get(random.nextInt(STRATEGIES.size()));
      this.count = 1 + random.nextInt(6);
    }

    void run() throws World.LawBroken {
      Process.trapExit(true);
      List<ChildSpec> specs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int place = i;
        specs.add(ChildSpec.worker(place, () -> GenServer.startLink(() -> new Child(this, place))));
      }
      SupervisorFlags flags = SupervisorFlags.of(strategy).withIntensity(LIMIT, Duration.ofSeconds(1));
      SupervisorRef supervisor = Supervisor.startLink(specs, flags, StartOptions.DEFAULT).orElseThrow();
      for (int i = 0; i < 30; i++) {
        disturb(supervisor, random.nextInt(count));
      }
      settle(supervisor);
      Supervisor.stop(supervisor);
    }

    private void disturb(SupervisorRef supervisor, int place) {
      Optional<Pid> child = Supervisor.whichChild(supervisor, place).flatMap(ChildInfo::pid);
      switch (random.nextInt(5)) {
        case 0, 1 -> child.ifPresent(World::kill);
        case 2, 3 -> child.ifPresent(pid -> GenServer.cast(ServerRef.<WhoAreYou, Crash>of(pid), Crash.CRASH));
        default -> {
          ChildResult stopped = Supervisor.terminateChild(supervisor, place);
          world.check("a child can be stopped", stopped instanceof ChildResult.Ok, stopped::toString);
          Supervisor.restartChild(supervisor, place);
        }
      }
    }

    /** What was disturbed last may still be on its way. */
    private void settle(SupervisorRef supervisor) throws World.LawBroken {
      world.await("the count of children returns", () -> allAnswer(supervisor),
          () -> count + " children, " + Supervisor.countChildren(supervisor) + ", " + Supervisor.whichChildren(supervisor));
      Supervisor.ChildCounts counts = Supervisor.countChildren(supervisor);
      world.check("the count of children returns",
          counts.specs() == count && counts.active() == count && counts.workers() == count && counts.supervisors() == 0,
          () -> count + " children, " + counts);
    }

    private boolean allAnswer(SupervisorRef supervisor) {
      for (int place = 0; place < count; place++) {
        Optional<Pid> child = Supervisor.whichChild(supervisor, place).flatMap(ChildInfo::pid);
        if (child.isEmpty()) {
          return false;
        }
        try {
          int answer = GenServer.call(ServerRef.<WhoAreYou, Crash>of(child.get()), new WhoAreYou());
          int expected = place;
          world.check("a child answers for its place", answer == expected, () -> answer + " for " + expected);
        } catch (CallException dying) {
          return false;
        }
      }
      return true;
    }
  }

  private record Child(Tree tree, int place) implements GenServer<Integer, WhoAreYou, Crash> {

    @Override
    public Init<Integer> init() {
      tree.started.add(Process.self());
      long twins = tree.started.stream().filter(Process::isAlive).count();
      tree.world.check("a place has one child", twins <= tree.count, () -> twins + " alive in " + tree.count + " places");
      return Init.ok(place);
    }

    @Override
    public CallResult<Integer> handleCall(WhoAreYou request, From from, Integer state) {
      return CallResult.reply(request, state, state);
    }

    @Override
    public Next<Integer> handleCast(Crash crash, Integer state) {
      throw new IllegalStateException("crash");
    }
  }
}

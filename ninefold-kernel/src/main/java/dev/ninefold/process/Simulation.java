package dev.ninefold.process;

import dev.ninefold.report.ReportHandler;
import dev.ninefold.scheduler.SimulatedScheduler;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A node of its own whose processes run one at a time, in an order that a {@link Schedule} chooses, in a time that goes on when nothing else does.
 * The same schedule makes the same run, bit by bit.
 *
 * <p>Code that waits for something outside of Ninefold, such as a socket or another thread, fails the run.
 */
public final class Simulation {

  /** Chooses what goes on. Called whenever a process can go on, by who just ran; it must not use a process itself. */
  @FunctionalInterface
  public interface Schedule {

    /**
     * Chooses.
     *
     * @param candidates the processes that can go on, first who could do so first; never empty
     * @param faults to make things go wrong now
     * @return the index of one; or the number of the candidates: all of them wait until the next timer has fired, if there is one
     */
    int choose(List<Pid> candidates, Faults faults);
  }

  /** What a schedule can do to the processes. */
  public interface Faults {

    /** Kills a process. */
    void kill(Pid process);

    /**
     * Makes a process crash: after so many more callbacks of users' for messages and events, the next one throws a {@link SimulatedCrashException}; in a
     * plain process that is a receive, which has taken its message. Nothing happens to supervisors, for they have no such callbacks, and to the dead.
     */
    void crashAfter(Pid process, int callbacks);

    /** The time since the beginning of the simulation. */
    Duration now();

    /** The processes that there are, the oldest first. */
    List<Pid> processes();
  }

  private final ManualTime time = new ManualTime();
  private final SimulatedScheduler scheduler;
  private final Schedule schedule;
  private final Map<Pid, Integer> receivesUntilCrash = new HashMap<>();
  private final Map<Pid, EventBody> entered = new HashMap<>();
  private @Nullable Node node;

  private Simulation(Schedule schedule) {
    this.schedule = schedule;
    scheduler = new SimulatedScheduler(time, this::choose);
  }

  /**
   * Runs code in a plain process of a simulated node, until that process has ended, or nothing can go on any more. Then all other processes are killed. Any
   * thread that is no process may call it.
   *
   * @param seed of the random numbers of the node
   * @param handlers get the reports
   * @return what the code returns; empty if its process was ended from outside, or waits for ever
   * @throws SimulationException if some code waits for something outside of Ninefold, or loops
   * @throws Exception what the code throws
   */
  public static <T> Optional<T> run(Schedule schedule, long seed, List<ReportHandler> handlers, Callable<T> code)
      throws Exception {
    Objects.requireNonNull(schedule, "schedule: expected who chooses what goes on, got null");
    Objects.requireNonNull(code, "code: expected what to run, got null");
    return new Simulation(schedule).run(seed, handlers, code);
  }

  private <T> Optional<T> run(long seed, List<ReportHandler> handlers, Callable<T> code) throws Exception {
    Node simulated = Node.start(NodeOptions.named("simulation")
        .withRandom(new SplittableRandom(seed))
        .withReportHandlers(handlers.toArray(ReportHandler[]::new))
        .withSimulation(this, time));
    node = simulated;
    Result<T> result = new Result<>();
    simulated.spawn(() -> {
      try {
        result.value = Optional.of(code.call());
      } catch (ProcessKilledError killed) {
        throw killed;
      } catch (Throwable thrown) {
        result.thrown = thrown;
      } finally {
        scheduler.end();
      }
    });
    drive(true);
    for (Pid pid : simulated.processes()) {
      Router.exit(pid, ExitReason.KILL, simulated.root());
    }
    drive(false);
    simulated.close();
    if (result.thrown instanceof Exception e) {
      throw e;
    }
    if (result.thrown instanceof Error e) {
      throw e;
    }
    return result.value;
  }

  private void drive(boolean timeGoesOn) {
    try {
      scheduler.drive(timeGoesOn);
    } catch (IllegalStateException e) {
      throw new SimulationException(e);
    }
  }

  private static final class Result<T> {
    Optional<T> value = Optional.empty();
    @Nullable Throwable thrown;
  }

  SimulatedScheduler scheduler() {
    return scheduler;
  }

  private int choose(List<?> candidates) {
    return schedule.choose(candidates.stream().map(Simulation::pid).toList(), new NodeFaults());
  }

  /** A plain process runs a body from now on. */
  void entered(Cell cell, EventBody body) {
    entered.put(cell.pid, body);
  }

  /** A process has received a message, which may make it crash. */
  void received(Cell cell) {
    Integer more = receivesUntilCrash.remove(cell.pid);
    if (more == null) {
      return;
    }
    if (more == 0) {
      throw new SimulatedCrashException();
    }
    receivesUntilCrash.put(cell.pid, more - 1);
  }

  private static Pid pid(Object candidate) {
    return switch (SimulatedScheduler.owner(candidate)) {
      case Cell cell -> cell.pid;
      case PlainRun(Cell cell) -> cell.pid;
      case Object other -> throw new IllegalStateException("expected a process, got " + other);
    };
  }

  private final class NodeFaults implements Faults {

    @Override
    public void kill(Pid process) {
      Router.exit(process, ExitReason.KILL, process.node().root());
    }

    @Override
    public void crashAfter(Pid process, int callbacks) {
      Given.pid(process);
      if (callbacks < 0) {
        throw new IllegalArgumentException(
            "callbacks: expected how many more there are before the crash, zero or more, got " + callbacks);
      }
      Cell cell = process.cell();
      EventBody body = cell == null ? null : cell.body != null ? cell.body : entered.get(process);
      if (body != null) {
        body.crashAfter(callbacks);
      } else if (cell != null) {
        receivesUntilCrash.put(process, callbacks);
      }
    }

    @Override
    public Duration now() {
      return Duration.ofNanos(time.nanoTime());
    }

    @Override
    public List<Pid> processes() {
      return Objects.requireNonNull(node).processes();
    }
  }
}

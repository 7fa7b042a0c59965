package dev.ninefold.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** jcstress: event-driven processes on the real scheduler, between two messages: Cell I1, SignalQueue I1. */
public final class TurnStress {

  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private TurnStress() {}

  /** Counts in plain fields, which only the order of its turns guards. */
  private static final class Counter implements EventBody {
    private int handled;
    private volatile int seen;

    @Override
    public void start() {}

    @Override
    public void handle(Object message) {
      handled++;
      seen = handled;
    }

    /** How many were handled when all were, or when waiting was in vain. */
    int await(int count) {
      long start = System.nanoTime();
      while (seen < count && System.nanoTime() - start < PATIENCE_NANOS) {
        LockSupport.parkNanos(50_000);
      }
      return seen;
    }
  }

  private static Cell started(Counter counter) {
    return Spawner.spawn(SpawnOptions.DEFAULT.withNode(Cells.NODE), counter, null, null);
  }

  /** Two senders, while it starts, runs and falls asleep: every message is handled, by one thread at a time. */
  @JCStressTest
  @Outcome(id = "0, 4", expect = ACCEPTABLE, desc = "all handled")
  @State
  public static class SendersAgainstTurns {
    private final Counter counter = new Counter();
    private final Cell cell = started(counter);

    private void send() {
      Router.send(cell, "m");
      Router.send(cell, "m");
    }

    @Actor
    public void first() {
      send();
    }

    @Actor
    public void second() {
      send();
    }

    @Arbiter
    public void end(II_Result r) {
      r.r2 = counter.await(4);
      Cells.end(cell);
    }
  }
}

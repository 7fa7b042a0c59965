package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Passes pings on; the last becomes an exit that goes round and ends all. */
final class SavinaMember implements EventBody {
  static final int RING = 100;

  record Ping(int left) {}

  record Exit(int left) {}

  private final CountDownLatch done;
  private @Nullable Pid next;

  SavinaMember(CountDownLatch done) {
    this.done = done;
  }

  @Override
  public void start() {}

  @Override
  public void handle(Object message) {
    Pid to = next;
    if (message instanceof Pid pid) {
      next = pid;
    } else if (to != null) {
      pass(message, to);
    }
  }

  private void pass(Object message, Pid to) {
    switch (message) {
      case Ping(int left) when left > 0 -> Process.send(to, new Ping(left - 1));
      // The one that turns the ping into an exit ends here, the one that gets it first is not the last: two fewer.
      case Ping _ -> end(to, new Exit(RING - 2));
      case Exit(int left) when left > 0 -> end(to, new Exit(left - 1));
      case Exit _ -> {
        done.countDown();
        throw ExitException.withoutStack(ExitReason.NORMAL);
      }
      case Object _ -> throw new IllegalArgumentException("expected a ping or an exit, got " + message);
    }
  }

  private static void end(Pid to, Exit exit) {
    Process.send(to, exit);
    throw ExitException.withoutStack(ExitReason.NORMAL);
  }
}

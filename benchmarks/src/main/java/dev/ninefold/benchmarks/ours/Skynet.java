package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;

/**
 * An event-driven process that starts ten of its kind, and those ten each, until so many leaves are there; each leaf sends its number up,
 * each other the sum of its ten, and ends.
 */
final class Skynet implements EventBody {
  private static final int WIDTH = 10;

  private record Sum(long value) {}

  private final Pid parent;
  private final long number;
  private final int size;
  private long sum;
  private int missing = WIDTH;

  private Skynet(Pid parent, long number, int size) {
    this.parent = parent;
    this.number = number;
    this.size = size;
  }

  static double measure(int leaves) throws Exception {
    long expected = leaves * (leaves - 1L) / 2;
    return Node.local().run(() -> Timed.per(leaves, () -> {
      EventProcess.spawn(SpawnOptions.DEFAULT, new Skynet(Process.self(), 0, leaves));
      long sum = Process.receive(Sum.class).value();
      if (sum != expected) {
        throw new IllegalStateException("expected the sum " + expected + ", got " + sum);
      }
    }));
  }

  @Override
  public void start() {
    if (size == 1) {
      end(number);
      return;
    }
    Pid self = Process.self();
    int below = size / WIDTH;
    for (int i = 0; i < WIDTH; i++) {
      EventProcess.spawn(SpawnOptions.DEFAULT, new Skynet(self, number + (long) i * below, below));
    }
  }

  @Override
  public void handle(Object message) {
    sum += ((Sum) message).value();
    if (--missing == 0) {
      end(sum);
    }
  }

  private void end(long value) {
    Process.send(parent, new Sum(value));
    throw ExitException.withoutStack(ExitReason.NORMAL);
  }
}

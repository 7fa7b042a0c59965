package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.time.Timeout;
import java.util.Optional;

/** A process with ten thousand messages that it does not want sends itself one that it wants, and receives that. */
final class SelectiveReceive {
  private static final int WAITING = 10_000;

  private record Waiting(int number) {}

  private record Wanted(int number) {}

  private record Answer(Ref ref) {}

  private SelectiveReceive() {}

  /** It is told from the others by its content. */
  static double plain(int count) throws Exception {
    return amidWaiting(count, self -> {
      for (int i = 0; i < count; i++) {
        int number = i;
        Process.send(self, new Wanted(number));
        Process.receive(Wanted.class, wanted -> wanted.number() == number);
      }
    });
  }

  /** It carries a reference that was made after the others had come. */
  static double freshRef(int count) throws Exception {
    return amidWaiting(count, self -> {
      for (int i = 0; i < count; i++) {
        Ref ref = Process.makeRef();
        Process.send(self, new Answer(ref));
        checked(Process.receive(ref, Answer.class, answer -> answer.ref() == ref, Timeout.INFINITY));
      }
    });
  }

  private static void checked(Optional<Answer> answer) {
    if (answer.isEmpty()) {
      throw new IllegalStateException("expected the answer, for which there is no timeout; got none");
    }
  }

  @FunctionalInterface
  private interface Receives {
    void all(Pid self);
  }

  private static double amidWaiting(int count, Receives receives) throws Exception {
    return Node.local().run(() -> {
      Pid self = Process.self();
      for (int i = 0; i < WAITING; i++) {
        Process.send(self, new Waiting(i));
      }
      return Timed.per(count, () -> receives.all(self));
    });
  }
}

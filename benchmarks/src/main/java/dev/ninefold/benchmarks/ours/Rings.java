package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Rings of event-driven processes. */
final class Rings {
  private static final int RING = 503;

  private Rings() {}

  /** One token round a ring that is there already. */
  static double ring503(int hops) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Pid[] pids = ring(RING, () -> new RingMember(done));
    double figure = Timed.per(hops, () -> {
      Process.send(pids[0], new RingMember.Token(hops));
      done.await();
    });
    for (Pid pid : pids) {
      Process.exit(pid, ExitReason.KILL);
    }
    return figure;
  }

  /** Savina's thread ring: its beginning and its end are measured, too. */
  static double savina(int hops) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    return Timed.per(hops, () -> {
      Pid[] pids = ring(SavinaMember.RING, () -> new SavinaMember(done));
      Process.send(pids[0], new SavinaMember.Ping(hops));
      done.await();
    });
  }

  private static Pid[] ring(int size, Supplier<EventBody> member) {
    Pid[] pids = new Pid[size];
    for (int i = 0; i < size; i++) {
      pids[i] = EventProcess.spawn(SpawnOptions.DEFAULT, member.get());
    }
    for (int i = 0; i < size; i++) {
      Process.send(pids[i], pids[(i + 1) % size]);
    }
    return pids;
  }
}

package dev.ninefold.benchmarks.ours;

import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import java.util.concurrent.CountDownLatch;

/** Counts casts down. */
final class CountingServer implements GenServer<Integer, IdleServer.Get, Object> {

  private final int expected;
  private final CountDownLatch done;

  CountingServer(int expected, CountDownLatch done) {
    this.expected = expected;
    this.done = done;
  }

  @Override
  public Init<Integer> init() {
    return Init.ok(0);
  }

  @Override
  public Next<Integer> handleCast(Object message, Integer count) {
    if (count + 1 == expected) {
      done.countDown();
    }
    return Next.noReply(count + 1);
  }
}

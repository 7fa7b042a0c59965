package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.ExitException;
import dev.ninefold.term.ExitReason;
import java.util.concurrent.CountDownLatch;

/** Ends as soon as it starts. */
final class EndingBody implements EventBody {

  private final CountDownLatch done;

  EndingBody(CountDownLatch done) {
    this.done = done;
  }

  @Override
  public void start() {
    done.countDown();
    throw ExitException.withoutStack(ExitReason.NORMAL);
  }

  @Override
  public void handle(Object message) {}
}

package dev.ninefold.benchmarks.ours;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Passes the token on to the next. */
final class RingMember implements EventBody {

  /** What goes round; one object, so that the hop is measured and not the token. */
  static final class Token {
    private long hops;

    Token(long hops) {
      this.hops = hops;
    }
  }

  private final CountDownLatch done;
  private @Nullable Pid next;

  RingMember(CountDownLatch done) {
    this.done = done;
  }

  @Override
  public void start() {}

  @Override
  public void handle(Object message) {
    Pid to = next;
    if (message instanceof Pid pid) {
      next = pid;
    } else if (message instanceof Token token && to != null) {
      if (token.hops-- == 0) {
        done.countDown();
      } else {
        Process.send(to, token);
      }
    }
  }
}

package dev.ninefold.supervisor;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Info;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.concurrent.CountDownLatch;

/**
 * A child as upstream's {@code supervisor_1}: it traps exits, stops when told to, and ends with any reason that it is sent. Sent a latch,
 * its callback does not return until that is open, whatever interrupts it.
 */
final class Kid implements GenServer<Object, Request<Object>, Object> {

  /** How it takes an exit signal. */
  enum Manner {
    /** Ends with the reason. */
    OBEYS,
    /** Does not trap exits. */
    NAIVE
  }

  /** Ends by an exception. */
  static final Object DIE = "die";

  private final Manner manner;

  Kid(Manner manner) {
    this.manner = manner;
  }

  static StartResult<ServerRef<Request<Object>, Object>> startLink() {
    return startLink(Manner.OBEYS);
  }

  static StartResult<ServerRef<Request<Object>, Object>> startLink(Manner manner) {
    return GenServer.startLink(() -> new Kid(manner));
  }

  static StartResult<ServerRef<Request<Object>, Object>> startLink(String name) {
    return GenServer.startLink(() -> new Kid(Manner.OBEYS), StartOptions.named(name));
  }

  @Override
  public Init<Object> init() {
    Process.trapExit(manner != Manner.NAIVE);
    return Init.ok("kid");
  }

  @Override
  public Next<Object> handleInfo(Info info, Object state) {
    return switch (info) {
      case Info.Exit exit -> Next.stop(exit.reason(), state);
      case Info.Message(ExitReason reason) -> Next.stop(reason, state);
      case Info.Message(CountDownLatch release) -> {
        awaitStubbornly(release);
        yield Next.noReply(state);
      }
      case Info.Message(Object body) when body == DIE -> throw new IllegalStateException("died");
      case Info _ -> Next.noReply(state);
    };
  }

  private static void awaitStubbornly(CountDownLatch release) {
    int swallowed = 0;
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException _) {
        swallowed++;
      }
    }
    if (swallowed > 1) {
      throw new IllegalStateException("interrupted " + swallowed + " times");
    }
  }
}

package dev.ninefold.supervisor;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Children that are plain processes, as upstream's {@code supervisor_2}, {@code supervisor_4} and {@code naughty_child}. */
final class Plain {

  private Plain() {}

  /** Ends with the reason when told to stop, or when it gets an exit signal. */
  static StartResult<Pid> endsWith(ExitReason reason) {
    return start(() -> {
      Process.receive();
      throw Process.exit(reason);
    });
  }

  /** Told to shut down it waits for the latch, then does. */
  static StartResult<Pid> waits(CountDownLatch release) {
    return start(() -> {
      Info.Exit exit = Process.receive(Info.Exit.class);
      release.await();
      throw Process.exit(exit.reason());
    });
  }

  /** Told to shut down it does something, then shuts down. */
  static StartResult<Pid> stopsWith(Runnable last) {
    return start(() -> {
      Info.Exit exit = Process.receive(Info.Exit.class);
      last.run();
      throw Process.exit(exit.reason());
    });
  }

  /** Traps exits and heeds nothing, so that only kill ends it. */
  static StartResult<Pid> deaf() {
    return start(() -> Process.receive(Object.class, _ -> false));
  }

  /** Unlinks itself from its supervisor. */
  static StartResult<Pid> unlinks() {
    Pid supervisor = Process.self();
    return startPlain(() -> {
      Process.unlink(supervisor);
    }, () -> Process.receive(Object.class, _ -> false));
  }

  private static StartResult<Pid> start(Process.Body body) {
    return startPlain(() -> Process.trapExit(true), body);
  }

  private static StartResult<Pid> startPlain(Runnable before, Process.Body body) {
    StartOutcome outcome = EventProcess.startPlain(SpawnOptions.LINKED, acknowledge -> () -> {
      before.run();
      acknowledge.accept("ok");
      body.run();
    }, Timeout.INFINITY, Optional.empty());
    return outcome instanceof StartOutcome.Acknowledged(Pid pid, Object _) ? StartResult.ok(pid, pid)
        : StartResult.failed(new ExitReason.Other(outcome));
  }
}

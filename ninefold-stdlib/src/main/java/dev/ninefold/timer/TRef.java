package dev.ninefold.timer;

import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.TimerRef;
import dev.ninefold.term.ExitReason;
import java.util.Objects;

/** Something that was to be done later, for {@link Timer#cancel}: OTP's {@code timer:tref()}. */
public final class TRef {

  /** What was done at once. */
  static final TRef DONE = new TRef(() -> {});

  private final Runnable cancel;

  private TRef(Runnable cancel) {
    this.cancel = cancel;
  }

  static TRef of(dev.ninefold.time.Timer timer) {
    return new TRef(timer::cancel);
  }

  static TRef of(TimerRef timer) {
    return new TRef(() -> Process.cancelTimer(timer));
  }

  /** One that a process of its own keeps. */
  static TRef of(Pid keeper) {
    Objects.requireNonNull(keeper);
    return new TRef(() -> end(keeper));
  }

  private static void end(Pid keeper) {
    try {
      Process.exit(keeper, ExitReason.KILL);
    } catch (ExitException _) {
      // It has ended already.
    }
  }

  void cancel() {
    cancel.run();
  }
}

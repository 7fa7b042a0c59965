package dev.ninefold.test;

import dev.ninefold.process.CallException.CallInterruptedException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A plain process that runs what others give it, one after the other, and does nothing else. Any thread may use it. */
final class Hosted {

  /**
   * What it runs.
   *
   * @param <T> the result
   */
  @FunctionalInterface
  interface Code<T extends @Nullable Object> {
    T run() throws Throwable;
  }

  /** What it is to run, and who waits for that. */
  private record Task(Code<?> code, Set<Hosted> waiting) {}

  /** It is to end as a process does whose work is done, whether it traps exits or not. */
  private record Stop() {}

  private record Outcome(@Nullable Object value, @Nullable Throwable thrown) {}

  private static final ScopedValue<Set<Hosted>> WAITING = ScopedValue.newInstance();

  private final String label;
  private final Pid pid;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Optional<Watch> watch;
  private volatile boolean abandoned;
  private volatile @Nullable ExitReason reason;

  /** Who knows how it ended. */
  private record Watch(Hosted owner, Ref monitor, Patience patience) {
    Optional<ExitReason> end() {
      return owner.get(() -> patience.receive(Info.Down.class, down -> down.ref().equals(monitor), patience.longest()))
          .map(Info.Down::reason);
    }
  }

  private Hosted(Node node, String label, Optional<Hosted> owner, Patience patience) {
    this.label = label;
    pid = Process.spawn(SpawnOptions.DEFAULT.withNode(node).withLabel(label), Hosted::serve);
    watch = owner.map(it -> new Watch(it, it.get(() -> Process.monitor(pid)), patience));
  }

  /** One that lives as long as its node, and watches others. */
  static Hosted owner(Node node, String label, Patience patience) {
    return new Hosted(node, label, Optional.empty(), patience);
  }

  /** One that the owner watches. */
  static Hosted ownedBy(Hosted owner, String label, Patience patience) {
    return new Hosted(owner.pid().node(), label, Optional.of(owner), patience);
  }

  private static void serve() {
    while (true) {
      switch (Process.receive(Object.class, Hosted::isOurs)) {
        case ReplyPlace place when place.request() instanceof Task task -> {
          // Whatever ends this process from now on ends the call.
          place.defer();
          ScopedValue.where(WAITING, task.waiting()).run(() -> place.reply(outcome(task.code())));
        }
        default -> throw Process.exit(ExitReason.SHUTDOWN);
      }
    }
  }

  private static boolean isOurs(Object message) {
    return message instanceof Stop || (message instanceof ReplyPlace place && place.request() instanceof Task);
  }

  private static Outcome outcome(Code<?> code) {
    try {
      return new Outcome(code.run(), null);
    } catch (ProcessKilledError end) {
      throw end;
    } catch (Throwable thrown) {
      return new Outcome(null, thrown);
    }
  }

  Pid pid() {
    return pid;
  }

  /**
   * Runs code in the process and waits for it.
   *
   * @throws ProcessEndedError if the process has ended, or ends meanwhile
   * @throws Throwable what the code throws
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // the result is that of the code
  <T extends @Nullable Object> T run(Code<T> code) throws Throwable {
    if (Process.isProcess() && Process.self() == pid) {
      return code.run();
    }
    Set<Hosted> waiting = WAITING.orElse(Set.of());
    if (waiting.contains(this)) {
      throw new IllegalStateException(
          label + " " + pid + ": expected that it can run code, but it waits for the process that asks, "
              + Process.self() + "; let one of the two do it from the test");
    }
    Outcome outcome = given(code, waiting);
    if (outcome.thrown() != null) {
      throw Frames.withThoseOfTheCaller(outcome.thrown());
    }
    return (T) outcome.value();
  }

  /** The same for code that throws no checked exception. */
  <T> T get(Code<T> code) {
    try {
      return run(code);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome given(Code<?> code, Set<Hosted> before) {
    Set<Hosted> waiting = new HashSet<>(before);
    waiting.add(this);
    oneAtATime.lock();
    try {
      return (Outcome) Objects.requireNonNull(Calls.call(label, pid, new Task(code, waiting), Timeout.INFINITY));
    } catch (ServerExitedException e) {
      throw new ProcessEndedError(label, pid, e.failure());
    } catch (NoProcessException e) {
      throw new ProcessEndedError(label, pid, ended().orElse(e.failure()));
    } catch (CallInterruptedException e) {
      AssertionError here = new AssertionError(label + " " + pid + " was here when it was interrupted");
      here.setStackTrace(Process.stacktrace(pid).toArray(StackTraceElement[]::new));
      e.addSuppressed(here);
      if (watch.isPresent()) {
        // It is still in that code, and can do nothing else.
        abandoned = true;
        Process.exit(pid, ExitReason.KILL);
      }
      throw e;
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Why the process has ended; empty if it lives. */
  Optional<ExitReason> ended() {
    if (reason == null && (abandoned || !Process.isAlive(pid))) {
      reason = watch.flatMap(Watch::end).orElse(null);
    }
    return Optional.ofNullable(reason);
  }

  /** What to say of its end before it was stopped; empty if it lives. */
  Optional<ProcessEndedError> endedEarly() {
    return ended().map(why -> new ProcessEndedError(label, pid, why));
  }

  /** The process ends, and what is linked to it with it. */
  void stop() {
    if (ended().isPresent()) {
      return;
    }
    Process.send(pid, new Stop());
    reason = watch.flatMap(Watch::end).orElse(null);
    if (reason == null) {
      // It is busy with what it was given.
      Process.exit(pid, ExitReason.KILL);
    }
  }

  /** The process that should have run something has ended. */
  static final class ProcessEndedError extends AssertionError {
    private static final long serialVersionUID = 1L;

    ProcessEndedError(String label, Pid pid, ExitReason reason) {
      super(label + " " + pid + " was ended from outside: " + reason
          + "; expected that it lives as long as it is used. It ends with what it is linked to, for example what it started by"
          + " startLink: start that by TestKit.startSupervised, or trap exits", cause(reason));
    }

    private static @Nullable Throwable cause(ExitReason reason) {
      return reason instanceof ExitReason.Crashed(Throwable cause) ? cause : null;
    }
  }
}

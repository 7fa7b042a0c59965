package dev.ninefold.test;

import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import dev.ninefold.time.SystemTime;
import dev.ninefold.time.Timeout;
import dev.ninefold.time.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** How the assertions of a node wait: in real time, also where the clock of the node stands still. */
final class Patience implements AutoCloseable {

  /** For what is to come, by default. It is not waited for longer than it takes, so this says nothing about how fast anything has to be. */
  static final Duration DEFAULT = Duration.ofSeconds(5);

  /** For what must not come. A test waits as long, each time. */
  static final Duration SHORT = Duration.ofMillis(100);

  private static final int TURNS = 200;
  private static final int SOON = 50;

  /** Present where the time of the node is not the real one. */
  private final Optional<SystemTime> real;
  private final Duration longest;

  Patience(Optional<SystemTime> real, Duration longest) {
    this.real = real;
    this.longest = longest;
  }

  /** That of the node of the calling process: what its test kit says, and in the time of the node if it has none, as in a simulation. */
  static Patience current() {
    return Node.current().attachment(Patience.class, _ -> new Patience(Optional.empty(), DEFAULT));
  }

  /** How long to wait for what is to come. */
  Duration longest() {
    return longest;
  }

  /** Receives as {@link Process#receive(Class, Predicate, Duration)} does. */
  <T> Optional<T> receive(Class<T> type, Predicate<? super T> guard, Duration timeout) {
    if (real.isEmpty() || timeout.isZero() || Timeout.isInfinite(timeout)) {
      return Process.receive(type, guard, timeout);
    }
    return receive(real.get(), type, guard, timeout);
  }

  private static final class Over {}

  private static <T> Optional<T> receive(SystemTime time, Class<T> type, Predicate<? super T> guard, Duration timeout) {
    Over over = new Over();
    var self = Process.self();
    Timer timer = time.schedule(Timeout.deadline(time.nanoTime(), timeout), _ -> Process.send(self, over));
    boolean isOver = false;
    try {
      Object message =
          Process.receive(Object.class, m -> m == over || (type.isInstance(m) && guard.test(type.cast(m))));
      isOver = message == over;
      return isOver ? Optional.empty() : Optional.of(type.cast(message));
    } finally {
      if (!isOver && !timer.cancel()) {
        Process.receive(Over.class, m -> m == over);
      }
    }
  }

  /** Waits until the condition holds, as long as it takes within the patience; returns whether it holds. Any thread. */
  boolean holds(Callable<Boolean> condition) {
    try {
      return comesToHold(condition);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean comesToHold(Callable<Boolean> condition) throws Exception {
    Duration pause = longest.dividedBy(TURNS);
    for (int turn = 0; turn < SOON + TURNS; turn++) {
      if (condition.call()) {
        return true;
      }
      // Most of what is waited for comes soon.
      pause(turn < SOON ? pause.dividedBy(TURNS) : pause);
    }
    return condition.call();
  }

  private static void pause(Duration time) throws InterruptedException {
    if (Process.isProcess()) {
      // Throws if the process is dead.
      Process.self();
    }
    try {
      new CompletableFuture<Void>().get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // That long.
    }
  }

  @Override
  public void close() {
    real.ifPresent(SystemTime::close);
  }
}

package dev.ninefold.timer;

import dev.ninefold.process.Destination;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Things to be done later, once or again and again: OTP's module {@code timer}. For a message to oneself {@link Process#sendAfter} does with
 * less; a process that waits has {@link Process#sleep}.
 *
 * <p>What is to be run runs in a process of its own each time, whose failure disturbs nothing. A timer for once goes on when the process that set it has
 * ended. Any thread may call these functions.
 */
public final class Timer {

  private Timer() {}

  // ---- once

  /** Runs code after that time: OTP's {@code timer:apply_after}. */
  public static TRef applyAfter(Duration time, Process.Body body) {
    checked(body);
    SpawnOptions options = SpawnOptions.DEFAULT.withNode(Node.current());
    return after(time, () -> Process.spawn(options, body));
  }

  /** Sends a message after that time; to a name: to who has it then: OTP's {@code timer:send_after/3}. */
  public static TRef sendAfter(Duration time, Destination to, Object message) {
    Objects.requireNonNull(to, "to: expected a pid or a name, got null");
    Objects.requireNonNull(message, "message: expected what to send, got null");
    if (check(time).isZero()) {
      send(to, message);
      return TRef.DONE;
    }
    return TRef.of(Process.sendAfter(time, to, message));
  }

  /** Sends a message to the own process after that time: OTP's {@code timer:send_after/2}. */
  public static TRef sendAfter(Duration time, Object message) {
    return sendAfter(time, Process.self(), message);
  }

  /** Sends an exit signal after that time; to a name: to who has it then, if anybody: OTP's {@code timer:exit_after/3}. */
  public static TRef exitAfter(Duration time, Destination target, ExitReason reason) {
    Objects.requireNonNull(target, "target: expected a pid or a name, got null");
    Objects.requireNonNull(reason, "reason: expected why, got null");
    Node node = Node.current();
    return after(time, () -> whereis(node, target).ifPresent(pid -> Process.exit(pid, reason)));
  }

  /** Sends an exit signal to the own process after that time: OTP's {@code timer:exit_after/2}. */
  public static TRef exitAfter(Duration time, ExitReason reason) {
    return exitAfter(time, Process.self(), reason);
  }

  /** Kills a process after that time: OTP's {@code timer:kill_after/2}. */
  public static TRef killAfter(Duration time, Destination target) {
    return exitAfter(time, target, ExitReason.KILL);
  }

  /** Kills the own process after that time: OTP's {@code timer:kill_after/1}. */
  public static TRef killAfter(Duration time) {
    return exitAfter(time, ExitReason.KILL);
  }

  private static TRef after(Duration time, Runnable action) {
    if (check(time).isZero()) {
      action.run();
      return TRef.DONE;
    }
    Node node = Node.current();
    return TRef.of(node.timers().schedule(Timeout.deadline(node.clock().nanoTime(), time), _ -> action.run()));
  }

  private static Optional<Pid> whereis(Node node, Destination target) {
    return switch (target) {
      case Pid pid -> Optional.of(pid);
      case Name name -> node.whereis(name);
      case Ref _ -> Optional.empty();
    };
  }

  /** A name that nobody has is nobody's fault. */
  private static boolean send(Destination to, Object message) {
    try {
      Process.send(to, message);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  // ---- again and again

  /**
   * Runs code each time that this time has passed, also while it still runs from before; what was missed is made up. It ends with the process that
   * called this: OTP's {@code timer:apply_interval}.
   */
  public static TRef applyInterval(Duration time, Process.Body body) {
    checked(body);
    return interval(time, caller(), "timer:apply_interval", () -> {
      Process.spawn(body);
      return true;
    });
  }

  /**
   * The same, but the code begins only when it has ended from the time before; what is overdue begins at once: OTP's
   * {@code timer:apply_repeatedly}.
   */
  public static TRef applyRepeatedly(Duration time, Process.Body body) {
    checked(body);
    return interval(time, caller(), "timer:apply_repeatedly", () -> Intervals.runToItsEnd(body));
  }

  /**
   * Sends a message each time that this time has passed, until the receiver has ended, or nobody has the name: OTP's
   * {@code timer:send_interval/3}.
   */
  public static TRef sendInterval(Duration time, Destination to, Object message) {
    Objects.requireNonNull(to, "to: expected a pid or a name, got null");
    Objects.requireNonNull(message, "message: expected what to send, got null");
    return interval(time, whereis(Node.current(), to), "timer:send_interval", () -> send(to, message));
  }

  /** The same to the own process: OTP's {@code timer:send_interval/2}. */
  public static TRef sendInterval(Duration time, Object message) {
    return sendInterval(time, Process.self(), message);
  }

  private static TRef interval(Duration time, Optional<Pid> until, String label, Intervals.Tick tick) {
    if (check(time).isZero()) {
      throw new IllegalArgumentException("time: expected more than zero between one and the next, got " + time);
    }
    return TRef.of(Intervals.start(time, until, label, tick));
  }

  private static Optional<Pid> caller() {
    return Process.isProcess() ? Optional.of(Process.self()) : Optional.empty();
  }

  // ---- the rest

  /** What has not begun yet will not, and nothing is done again: OTP's {@code timer:cancel}. No matter if it is over already. */
  public static void cancel(TRef timer) {
    Objects.requireNonNull(timer, "timer: expected what a function of this class has returned, got null");
    timer.cancel();
  }

  /** Runs code and measures how long it takes, by the clock of the node: OTP's {@code timer:tc}. What the code throws, this throws. */
  public static <T> Timed<T> tc(Callable<T> code) throws Exception {
    Objects.requireNonNull(code, "code: expected what to measure, got null");
    Node node = Node.current();
    long start = node.clock().nanoTime();
    T value = code.call();
    return new Timed<>(Duration.ofNanos(node.clock().nanoTime() - start), value);
  }

  private static void checked(Process.Body body) {
    Objects.requireNonNull(body, "body: expected what to run, got null");
  }

  private static Duration check(Duration time) {
    Objects.requireNonNull(time, "time: expected after which time, got null");
    if (time.isNegative() || Timeout.isInfinite(time)) {
      throw new IllegalArgumentException("time: expected zero or more, and not for ever, got " + time);
    }
    return time;
  }
}

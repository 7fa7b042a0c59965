package dev.ninefold.test;

import dev.ninefold.process.Info;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Assertions about the mailbox of the own process, which the test of a {@link NinefoldTest} has: ExUnit's {@code assert_receive} and
 * {@code refute_receive}. Messages that were not asked for stay where they are. A {@link Probe} has the same for its mailbox.
 *
 * <p>They wait in real time, also where the clock of the node stands still; in a simulation they wait in simulated time.
 */
public final class ProcessAssertions {

  private ProcessAssertions() {}

  /** Waits up to five seconds for a message of the type, takes it out of the mailbox and returns it. */
  public static <T> T assertReceive(Class<T> type) {
    return assertReceive(type, _ -> true);
  }

  /** The same for one for which the condition holds. */
  public static <T> T assertReceive(Class<T> type, Predicate<? super T> condition) {
    self();
    return assertReceive(type, condition, Patience.current().longest());
  }

  /**
   * The same within a time of your own.
   *
   * @throws AssertionError with what is in the mailbox, if no such message comes
   */
  public static <T> T assertReceive(Class<T> type, Predicate<? super T> condition, Duration timeout) {
    check(type, condition, timeout);
    self();
    return Patience.current()
        .receive(type, condition, timeout)
        .orElseThrow(() -> new AssertionError("expected " + within(timeout) + type.getSimpleName() + " for process "
            + Process.self() + ", got none. " + mailbox(type)));
  }

  /** Takes a message of the type that has come already: ExUnit's {@code assert_received}. */
  public static <T> T assertReceived(Class<T> type) {
    return assertReceive(type, _ -> true, Duration.ZERO);
  }

  /** No message of the type is there, nor comes within a tenth of a second. Where it must have come by now, {@link #refuteReceived} does. */
  public static void refuteReceive(Class<?> type) {
    refuteReceive(type, _ -> true, Patience.SHORT);
  }

  /** The same for one for which the condition holds, within a time of your own. */
  public static <T> void refuteReceive(Class<T> type, Predicate<? super T> condition, Duration timeout) {
    check(type, condition, timeout);
    self();
    Patience.current().receive(type, condition, timeout).ifPresent(message -> {
      throw new AssertionError("expected no " + type.getSimpleName() + " for process " + Process.self()
          + (timeout.isZero() ? "" : " within " + Timeout.format(timeout)) + ", got " + MailboxText.value(message));
    });
  }

  /**
   * No message of the type is there now: ExUnit's {@code refute_received}. That says something after a call of who would have sent it: what
   * that sent before its reply has come before it.
   */
  public static void refuteReceived(Class<?> type) {
    refuteReceive(type, _ -> true, Duration.ZERO);
  }

  /**
   * Waits up to five seconds until a process has ended.
   *
   * @return why; noproc if it had ended before, and so nobody can say it any more
   * @throws AssertionError if it lives on
   */
  public static ExitReason assertDown(Pid process) {
    Objects.requireNonNull(process, "process: expected who ends, got null");
    self();
    Ref monitor = Process.monitor(process, MonitorOptions.DEFAULT);
    try {
      return assertDown(monitor);
    } finally {
      Process.demonitor(monitor, DemonitorOption.FLUSH);
    }
  }

  /** The same for a process that the own process monitors: that tells why, whenever it ends. */
  public static ExitReason assertDown(Ref monitor) {
    Objects.requireNonNull(monitor, "monitor: expected what Process.monitor returned, got null");
    self();
    Patience patience = Patience.current();
    Optional<Info.Down> down = patience.receive(Info.Down.class, it -> it.ref().equals(monitor), patience.longest());
    return down.map(Info.Down::reason)
        .orElseThrow(() -> new AssertionError("expected " + within(patience.longest()) + "DOWN with " + monitor + " for process "
            + Process.self() + ", got none. " + mailbox(Info.Down.class)));
  }

  private static String within(Duration timeout) {
    return timeout.isZero() ? "by now a " : "within " + Timeout.format(timeout) + " a ";
  }

  private static String mailbox(Class<?> wanted) {
    List<Object> messages = Process.messages(Process.self());
    return MailboxText.of(messages, wanted, Kind.MESSAGE);
  }

  private static void check(Class<?> type, Predicate<?> condition, Duration timeout) {
    Objects.requireNonNull(type, "type: expected the class of the message, for example Pong.class, got null");
    Objects.requireNonNull(condition, "condition: expected what must hold for the message, got null");
    Timeout.check(timeout);
  }

  private static void self() {
    if (!Process.isProcess()) {
      throw new IllegalStateException("expected to run in a process, which has a mailbox, got a thread that runs none;"
          + " take a Probe, or leave inProcess of @NinefoldTest as it is");
    }
  }
}

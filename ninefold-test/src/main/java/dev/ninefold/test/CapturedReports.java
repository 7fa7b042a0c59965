package dev.ninefold.test;

import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessError;
import dev.ninefold.report.FormatLimits;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.ReportFormat;
import dev.ninefold.report.ReportHandler;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.task.TaskReport;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/** The reports of a node: all of them, and those that the test has not accounted for. Any thread. */
final class CapturedReports implements ReportHandler {

  private static final int PRINTED = 20_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final List<ReportEvent> all = new ArrayList<>();
  private final List<ReportEvent> open = new ArrayList<>();
  private final Set<Pid> expectedToCrash = new HashSet<>();
  private final List<Class<? extends Report>> ignored = new ArrayList<>();

  /** A process has crashed. */
  record Crash(Pid pid, ExitReason reason) {}

  @Override
  public void handle(ReportEvent event) {
    lock.lock();
    try {
      all.add(event);
      open.add(event);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<ReportEvent> all() {
    lock.lock();
    try {
      return List.copyOf(all);
    } finally {
      lock.unlock();
    }
  }

  void ignore(Class<? extends Report> type) {
    lock.lock();
    try {
      ignored.add(type);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the oldest report that matches and is not accounted for; it is from now on. */
  Optional<ReportEvent> take(Predicate<ReportEvent> wanted, Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (true) {
        Optional<ReportEvent> found = open.stream().filter(wanted).findFirst();
        if (found.isPresent() || left <= 0) {
          found.ifPresent(open::remove);
          return found;
        }
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      if (Process.isProcess()) {
        // Throws if the process is dead, as it is when it was interrupted for that.
        Process.self();
      }
      throw new IllegalStateException("interrupted while it waited for a report", e);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a crash; the reports about it, also those to come, are accounted for from now on. */
  Optional<Crash> takeCrash(Predicate<Crash> wanted, Duration patience) {
    return account(report -> crash(report).filter(wanted), patience);
  }

  /** The same for a certain process; that its supervisor has lost it counts, too, for not all that end by force report it. */
  Optional<Crash> takeCrash(Pid pid, Duration patience) {
    return account(report -> crash(report).or(() -> lost(report)).filter(crash -> crash.pid().equals(pid)), patience);
  }

  private Optional<Crash> account(Function<Report, Optional<Crash>> wanted, Duration patience) {
    Optional<Crash> crash = take(event -> wanted.apply(event.report()).isPresent(), patience)
        .flatMap(event -> wanted.apply(event.report()));
    crash.ifPresent(it -> {
      lock.lock();
      try {
        expectedToCrash.add(it.pid());
      } finally {
        lock.unlock();
      }
    });
    return crash;
  }

  private static Optional<Crash> crash(Report report) {
    return switch (report) {
      case CrashReport crash -> Optional.of(new Crash(crash.pid(), ExitReason.of(crash.errorInfo().reason())));
      case ProcessError(Pid pid, ExitReason reason) -> Optional.of(new Crash(pid, reason));
      case TaskReport task -> Optional.of(new Crash(task.name(), task.reason()));
      default -> Optional.empty();
    };
  }

  private static Optional<Crash> lost(Report report) {
    return report instanceof SupervisorReport lost && lost.offender().get("pid") instanceof Pid pid
        ? Optional.of(new Crash(pid, ExitReason.of(lost.reason())))
        : Optional.empty();
  }

  /** The error reports that the test has not accounted for. */
  List<ReportEvent> unexpected() {
    lock.lock();
    try {
      return open.stream()
          .filter(event -> event.report().level() == Level.ERROR)
          .filter(event -> ignored.stream().noneMatch(type -> type.isInstance(event.report())))
          .filter(event -> expectedToCrash.stream().noneMatch(pid -> isAbout(event, pid)))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private static boolean isAbout(ReportEvent event, Pid pid) {
    return pid.equals(event.process())
        || crash(event.report()).or(() -> lost(event.report())).filter(crash -> crash.pid().equals(pid)).isPresent();
  }

  /** A report as it would be logged. */
  static String text(ReportEvent event) {
    return event.report().level() + " by " + event.process() + ": "
        + new ReportFormat(FormatLimits.DEFAULT.withCharsLimit(PRINTED)).format(event.report());
  }
}

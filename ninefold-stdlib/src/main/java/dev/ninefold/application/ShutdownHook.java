package dev.ninefold.application;

import dev.ninefold.application.ApplicationReports.StillRunningReport;
import dev.ninefold.application.ControllerRequest.Shutdown;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops all applications when the JVM ends. */
final class ShutdownHook {

  /*
   * Who calls System.exit waits for all hooks, so a hook must not wait for it. A process that is in System.exit counts as ended as soon as it
   * is asked to end, or one of those that wait for it is: then it is killed, which leaves its thread where it is.
   */

  private static final long LOOK_EVERY_MILLIS = 20;

  private final NodeApplications applications;
  private final Duration bound;

  private ShutdownHook(NodeApplications applications, Duration bound) {
    this.applications = applications;
    this.bound = bound;
  }

  static void install(NodeApplications applications, Duration bound) {
    ShutdownHook hook = new ShutdownHook(applications, bound);
    Runtime.getRuntime().addShutdownHook(new Thread(hook::run, "ninefold-shutdown"));
  }

  private void run() {
    CountDownLatch stopped = new CountDownLatch(1);
    applications.node().spawn(() -> {
      try {
        applications.ask(new Shutdown(), Timeout.INFINITY);
      } catch (ApplicationException e) {
        // All was stopped before.
      } finally {
        stopped.countDown();
      }
    });
    long deadline = Timeout.deadline(applications.node().clock().nanoTime(), bound);
    try {
      while (!stopped.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (applications.node().clock().nanoTime() >= deadline) {
          applications.node().report(new StillRunningReport(bound, stillRunning()));
          return;
        }
        freeThoseInExit();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void freeThoseInExit() {
    for (Pid pid : applications.node().processes()) {
      if (isInExit(Process.stacktrace(pid)) && isAskedToEnd(pid)) {
        Process.exit(pid, ExitReason.KILL);
      }
    }
  }

  private static boolean isInExit(List<StackTraceElement> stack) {
    return stack.stream()
        .anyMatch(frame -> frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit"));
  }

  /** Whether the process, or one from which it descends, was asked to end; a starter is asked by its master. */
  private boolean isAskedToEnd(Pid pid) {
    Map<Pid, String> masters = applications.masters();
    Optional<Pid> next = Optional.of(pid);
    while (next.isPresent()) {
      Optional<ProcessInfo> info = Process.info(next.get());
      if (info.isEmpty() || info.get().links().stream().anyMatch(masters::containsKey)) {
        return true;
      }
      if (Process.messages(next.get()).stream().anyMatch(Info.Exit.class::isInstance)) {
        return true;
      }
      next = info.get().parent();
    }
    return false;
  }

  private List<StillRunningReport.Remaining> stillRunning() {
    List<StillRunningReport.Remaining> remaining = new ArrayList<>();
    applications.masters().forEach((master, application) -> {
      for (Pid pid : applications.members(master)) {
        if (!pid.equals(master)) {
          Process.info(pid).ifPresent(info -> remaining.add(StillRunningReport.Remaining.of(application, info)));
        }
      }
    });
    return remaining;
  }
}

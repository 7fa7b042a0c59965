package dev.ninefold.application;

import dev.ninefold.application.GivingUpEngine.Told;
import dev.ninefold.process.Pid;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.SupervisorReport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Keeps what the supervisors of each application have reported last, so that its end can be explained. Any thread. */
final class LastReports {

  /** So many of an application. They come in bursts: a supervisor that gives up reports an end and itself, and so do those above it. */
  static final int KEPT = 32;

  /** How a child took its stop explains nothing, and one that gives up may tell it of any number of children. */
  private static final String NEVER_KEPT = "shutdown_error";

  private final Function<Pid, Optional<String>> applicationOf;
  private final Map<String, Deque<Told>> told = new HashMap<>();

  LastReports(Function<Pid, Optional<String>> applicationOf) {
    this.applicationOf = applicationOf;
  }

  /** Keeps the report if it explains something. */
  void keep(ReportEvent event) {
    if (event.report() instanceof SupervisorReport report && !report.errorContext().equals(NEVER_KEPT)
        && event.process() instanceof Pid supervisor) {
      applicationOf.apply(supervisor).ifPresent(application -> keep(application, new Told(supervisor, report)));
    }
  }

  private synchronized void keep(String application, Told report) {
    Deque<Told> last = told.computeIfAbsent(application, _ -> new ArrayDeque<>());
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(report);
  }

  /** The last reports of an application, in order. */
  synchronized List<Told> of(String application) {
    Deque<Told> last = told.get(application);
    return last == null ? List.of() : List.copyOf(last);
  }

  synchronized void forget(String application) {
    told.remove(application);
  }
}

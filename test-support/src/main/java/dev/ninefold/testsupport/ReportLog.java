package dev.ninefold.testsupport;

import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.ReportHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The reports of a test's node: all of them, and those that the test has not accounted for. Any thread. */
final class ReportLog implements ReportHandler {

  private final List<ReportEvent> all = new ArrayList<>();
  private final List<ReportEvent> open = new ArrayList<>();
  private final List<Class<? extends Report>> ignored = new ArrayList<>();

  @Override
  public synchronized void handle(ReportEvent event) {
    all.add(event);
    open.add(event);
  }

  synchronized List<ReportEvent> all() {
    return List.copyOf(all);
  }

  /** The oldest report that matches and is not accounted for; it is from now on. */
  synchronized <R extends Report> Optional<ReportEvent> take(Class<R> type, Predicate<? super R> guard) {
    for (ReportEvent event : open) {
      if (type.isInstance(event.report()) && guard.test(type.cast(event.report()))) {
        open.remove(event);
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  synchronized void ignore(Class<? extends Report> type) {
    ignored.add(type);
  }

  /** The error reports that nobody asked for. */
  synchronized List<ReportEvent> unexpected() {
    return open.stream()
        .filter(event -> event.report().level() == Level.ERROR)
        .filter(event -> ignored.stream().noneMatch(type -> type.isInstance(event.report())))
        .toList();
  }
}

package dev.ninefold.report;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** The reports of a node on their way to the handlers. Any thread. */
public final class Reports {

  private final List<ReportHandler> handlers = new CopyOnWriteArrayList<>();

  private final List<Consumer<ReportEvent>> listeners = new CopyOnWriteArrayList<>();

  private final Predicate<Throwable> blameless;

  /** Without handlers: reports go nowhere. */
  public Reports() {
    this(_ -> false);
  }

  /**
   * The same.
   *
   * @param blameless what a handler may throw without being removed, because it is the end of the process that reports
   */
  public Reports(Predicate<Throwable> blameless) {
    this.blameless = blameless;
  }

  /** From now on the handler gets all reports. */
  public void add(ReportHandler handler) {
    handlers.add(handler);
  }

  /** Returns whether the handler was there. */
  public boolean remove(ReportHandler handler) {
    return handlers.remove(handler);
  }

  /**
   * From now on the listener gets all reports, before the handlers do. It is for Ninefold's own use, tells nobody of what it gets, and so
   * does not count as a handler: the loss of the last handler is told all the same.
   */
  public void listen(Consumer<ReportEvent> listener) {
    listeners.add(listener);
  }

  /** Whether anybody would do anything with such a report; if not, it need not be made. */
  public boolean areTaken(Level level, String label) {
    return !listeners.isEmpty() || handlers.stream().anyMatch(handler -> takes(handler, level, label));
  }

  private static boolean takes(ReportHandler handler, Level level, String label) {
    try {
      return handler.takes(level, label);
    } catch (Throwable e) {
      // It fails again when it gets the report, and that is told.
      return true;
    }
  }

  /** Hands a report to all handlers before it returns. */
  public void publish(ReportEvent event) {
    listeners.forEach(listener -> hear(listener, event));
    handlers.forEach(handler -> handle(handler, event));
  }

  /** Flushes all handlers. */
  public void flush() {
    each("flush", ReportHandler::flush);
  }

  /** Closes all handlers. */
  public void close() {
    each("close", ReportHandler::close);
  }

  private void each(String what, Consumer<ReportHandler> action) {
    for (ReportHandler handler : handlers) {
      try {
        action.accept(handler);
      } catch (Throwable e) {
        LoggerFactory.getLogger(Reports.class).error("report handler {} failed to {}", handler.getClass(), what, e);
      }
    }
  }

  private void hear(Consumer<ReportEvent> listener, ReportEvent event) {
    try {
      listener.accept(event);
    } catch (Throwable e) {
      if (!blameless.test(e) && listeners.remove(listener)) {
        LoggerFactory.getLogger(Reports.class).error("report listener {} failed and was removed", listener.getClass(), e);
      }
    }
  }

  private void handle(ReportHandler handler, ReportEvent event) {
    try {
      handler.handle(event);
    } catch (Throwable e) {
      if (!blameless.test(e) && handlers.remove(handler)) {
        tellOthers(handler, event, e);
      }
    }
  }

  private void tellOthers(ReportHandler handler, ReportEvent event, Throwable failure) {
    if (!handlers.isEmpty()) {
      publish(
          new ReportEvent(new HandlerRemovedReport(handler.getClass().getName(), event.report().label(), failure), event.node(),
              event.process(), event.wallMillis(), event.metadata()));
      return;
    }
    try {
      LoggerFactory.getLogger(Reports.class)
          .error("report handler {} failed and was removed; it was the last", handler.getClass(),
              failure);
    } catch (RuntimeException e) {
      // Nobody is left who could be told.
      return;
    }
  }
}

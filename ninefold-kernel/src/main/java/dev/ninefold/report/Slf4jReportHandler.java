package dev.ninefold.report;

import dev.ninefold.report.ReportStormEngine.Action;
import dev.ninefold.report.ReportStormEngine.Event;
import dev.ninefold.report.ReportStormEngine.Line;
import dev.ninefold.report.ReportStormEngine.State;
import dev.ninefold.time.Timer;
import dev.ninefold.time.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Prints reports through SLF4J; what every node starts with.
 *
 * <p><b>Loggers.</b> {@code dev.ninefold.report} and, below it, the label of the report: {@code …gen_server.terminate},
 * {@code …proc_lib.crash}, {@code …supervisor.child_terminated}, {@code …supervisor.progress}.
 *
 * <p><b>Levels.</b> ERROR, WARNING, INFO and DEBUG are SLF4J's. NOTICE, which SLF4J does not know, is INFO with the marker
 * {@code NOTICE}. Progress reports are not shown by default in OTP, so they go out at DEBUG, whatever their level: set the loggers
 * {@code dev.ninefold.report.supervisor.progress} and {@code dev.ninefold.report.application_controller.progress} to DEBUG to see them.
 *
 * <p><b>Message.</b> The text of {@link ReportFormat}. An exception is attached as SLF4J's cause and its stack left out of the text, so that
 * nothing is printed twice; nor is it attached where an earlier report had it, as that of the child that has terminated.
 *
 * <p><b>Key-values.</b> {@code report_label}, {@code report_level}, {@code domain}, {@code node}, {@code pid}, and each field of the report
 * by its name, as text within the limits.
 *
 * <p><b>Storms.</b> Of reports with equal label, name (or initial call) and reason the first is printed in full, then one line a second with
 * their {@code count}. A key that was quiet for a second is printed in full again. {@link #close} prints the counts that are left.
 */
public final class Slf4jReportHandler implements ReportHandler {

  /** The name of the logger that is above all others. */
  public static final String LOGGER = "dev.ninefold.report";

  private static final Pattern LABEL = Pattern.compile("\\{?([A-Za-z]\\w{0,39})(?:, *([A-Za-z]\\w{0,39}))?}?");
  private static final int MAX_VALUE_CHARS = 10_000;
  private static final int MAX_LOGGERS = 256;

  private final Timers timers;
  private final Consumer<Runnable> elsewhere;
  private final ReportFormat format;
  private final FormatLimits values;
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

  // Under the lock.
  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.EMPTY;
  private @Nullable Timer timer;

  /**
   * A handler.
   *
   * @param timers the clock and the timers of the node
   * @param limits how much of a report is printed
   * @param elsewhere runs what prints counts, so that the thread of the timers does not wait for the output
   */
  public Slf4jReportHandler(Timers timers, FormatLimits limits, Consumer<Runnable> elsewhere) {
    // While another thread initializes SLF4J, loggers only keep what they get, and lose it if the JVM ends meanwhile. So nobody shall be
    // first but who starts the node.
    LoggerFactory.getILoggerFactory();
    this.timers = timers;
    this.elsewhere = elsewhere;
    this.format = new ReportFormat(limits);
    this.values = limits.withSingleLine(true).withCharsLimit(Math.min(limits.charsLimit(), MAX_VALUE_CHARS));
  }

  @Override
  public void handle(ReportEvent event) {
    // First whether it is shown at all: what else a report says costs more.
    if (isShown(ToldReport.level(event.report()), ToldReport.label(event.report()))) {
      ToldReport report = ToldReport.of(event.report());
      Line line = new Line(report.level(), report.label(), report.headline());
      perform(decide(new Event.Arrived(StormKeys.of(event, report), line)), () -> print(event, report));
    }
  }

  @Override
  public boolean takes(Level level, String label) {
    return isShown(level, label);
  }

  /** Prints the counts so far. Any thread may call it. */
  @Override
  public void flush() {
    perform(decide(new Event.Flushed()), () -> {});
  }

  /** Prints the counts that are left. What comes afterwards is printed in full. Any thread may call it. */
  @Override
  public void close() {
    perform(decide(new Event.Closed()), () -> {});
  }

  private List<Action> decide(Event event) {
    lock.lock();
    try {
      ReportStormEngine.Step step = ReportStormEngine.step(state, event, timers.clock().nanoTime());
      state = step.state();
      for (Action action : step.actions()) {
        if (action instanceof Action.Wake(long at)) {
          timer = timers.schedule(at, _ -> elsewhere.accept(this::woken));
        }
      }
      if (event instanceof Event.Closed && timer != null) {
        timer.cancel();
      }
      return step.actions();
    } finally {
      lock.unlock();
    }
  }

  private void woken() {
    perform(decide(new Event.Woken()), () -> {});
  }

  private void perform(List<Action> actions, Runnable printInFull) {
    for (Action action : actions) {
      switch (action) {
        case Action.PrintInFull _ -> printInFull.run();
        case Action.PrintCount(ReportStormEngine.Key key, Line line, long count) -> print(key, line, count);
        case Action.Wake _ -> {}
      }
    }
  }

  // ---- printing

  private void print(ReportEvent event, ToldReport report) {
    LoggingEventBuilder builder = builder(report.level(), report.label());
    for (Map.Entry<String, Object> pair : keyValues(event, report).entrySet()) {
      builder = builder.addKeyValue(pair.getKey(), pair.getValue());
    }
    Throwable cause = report.cause().orElse(null);
    if (cause != null && !report.isCauseToldBefore()) {
      builder = builder.setCause(cause);
    }
    builder.log(format.format(report, cause));
  }

  private void print(ReportStormEngine.Key key, Line line, long count) {
    builder(line.level(), line.label()).addKeyValue("report_label", line.label())
        .addKeyValue("name", key.who())
        .addKeyValue("count", count)
        .log("{}: {} more equal {} within a second", line.headline(), count, count == 1 ? "report" : "reports");
  }

  private Map<String, Object> keyValues(ReportEvent event, ToldReport report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("report_label", report.label());
    all.put("report_level", report.level().toString());
    all.put("domain", String.join(".", report.domain()));
    all.put("node", event.node());
    all.put("pid", text(event.process()));
    event.metadata().forEach((key, value) -> all.put(key, text(value)));
    report.fields()
        .forEach((key, value) -> all.put(key, value instanceof Number || value instanceof Boolean ? value : text(value)));
    return all;
  }

  private String text(Object value) {
    return ValueFormat.format(value, values, values.charsLimit(), null);
  }

  private LoggingEventBuilder builder(Level level, String label) {
    LoggingEventBuilder builder = logger(label).atLevel(slf4j(level, label));
    return level == Level.NOTICE ? builder.addMarker(MarkerFactory.getMarker("NOTICE")) : builder;
  }

  private boolean isShown(Level level, String label) {
    return logger(label).isEnabledForLevel(slf4j(level, label));
  }

  /** Labels are few as a rule; a user's reports may have one each. */
  private Logger logger(String label) {
    Logger logger = loggers.get(label);
    if (logger == null) {
      logger = LoggerFactory.getLogger(loggerName(label));
      if (loggers.size() < MAX_LOGGERS) {
        loggers.put(label, logger);
      }
    }
    return logger;
  }

  static org.slf4j.event.Level slf4j(Level level, String label) {
    if (label.endsWith("progress}")) {
      return org.slf4j.event.Level.DEBUG;
    }
    return switch (level) {
      case ERROR -> org.slf4j.event.Level.ERROR;
      case WARNING -> org.slf4j.event.Level.WARN;
      case NOTICE, INFO -> org.slf4j.event.Level.INFO;
      case DEBUG -> org.slf4j.event.Level.DEBUG;
    };
  }

  /** Only labels of OTP's form make loggers, of which a provider never forgets one. */
  static String loggerName(String label) {
    var parts = LABEL.matcher(label);
    if (!parts.matches()) {
      return LOGGER;
    }
    return LOGGER + "." + parts.group(1) + (parts.group(2) == null ? "" : "." + parts.group(2));
  }
}

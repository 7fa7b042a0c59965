package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ninefold.report.ApplicationExitReport;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.Slf4jReportHandler;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Where the reports of a node go. */
class NodeReportsTest {

  private static final Report REPORT = TerminateReport.genServer("counter", "cat", 225, ExitReason.of("why"));

  private final Logger logger = (Logger) LoggerFactory.getLogger(Slf4jReportHandler.LOGGER);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final ManualTime time = new ManualTime();

  @BeforeEach
  void listen() {
    appender.list = new CopyOnWriteArrayList<>();
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
  }

  private List<String> firstLines() {
    return appender.list.stream().map(e -> e.getFormattedMessage().lines().findFirst().orElseThrow()).toList();
  }

  @Test
  void byDefaultReportsArePrinted() {
    try (var node = Node.start(NodeOptions.named("default").withTime(time))) {
      node.report(REPORT);
      assertThat(firstLines()).containsExactly("Generic server counter terminating");
    }
  }

  @Test
  void theRestOfAStormIsPrintedThoughNothingElseComes() {
    try (var node = Node.start(NodeOptions.named("storm").withTime(time))) {
      node.report(REPORT);
      node.report(REPORT);
      time.advance(Duration.ofSeconds(1));
      Eventually.await("the count", () -> appender.list.size() == 2);
      assertThat(firstLines()).last().isEqualTo("Generic server counter terminating: 1 more equal report within a second");
    }
  }

  @Test
  void theEndOfTheNodePrintsTheRestOfAStorm() {
    try (var node = Node.start(NodeOptions.named("storm").withTime(time))) {
      node.report(REPORT);
      node.report(REPORT);
      node.report(REPORT);
    }
    assertThat(firstLines()).last().isEqualTo("Generic server counter terminating: 2 more equal reports within a second");
  }

  @Test
  void otherHandlersInsteadOfTheDefaultOne() {
    var seen = new CopyOnWriteArrayList<ReportEvent>();
    try (var node = Node.start(NodeOptions.named("other").withReportHandlers(seen::add).withTime(time).withSlots(1))) {
      node.report(REPORT);
      assertThat(seen).singleElement().satisfies(e -> {
        assertThat(e.report()).isSameAs(REPORT);
        assertThat(e.node()).isEqualTo("other");
      });
    }
    assertThat(appender.list).isEmpty();
  }

  @Test
  void noHandlerAtAll() {
    try (var node = Node.start(NodeOptions.named("none").withTime(time).withReportHandlers())) {
      node.report(new ApplicationExitReport("shop", "stopped", "temporary"));
    }
    assertThat(appender.list).isEmpty();
  }

  @Test
  void aCrashInAProcessIsPrintedWithItsPid() throws Exception {
    try (var node = Node.start(NodeOptions.named("crash").withTime(time))) {
      Pid pid = node.spawn(() -> {
        throw new IllegalStateException("boom");
      });
      Eventually.await("the report", () -> !appender.list.isEmpty());
      assertThat(appender.list.getFirst().getLoggerName()).isEqualTo("dev.ninefold.report.emulator.process_error");
      assertThat(appender.list.getFirst().getKeyValuePairs()).anySatisfy(pair -> {
        assertThat(pair.key).isEqualTo("pid");
        assertThat(pair.value).isEqualTo(pid.toString());
      });
    }
  }

  /** A handler that uses the process that reports, while that is killed, did nothing wrong. */
  @Test
  void theEndOfTheReporterDoesNotRemoveAHandler() throws Exception {
    var seen = new CopyOnWriteArrayList<Object>();
    try (var node = Node.start(NodeOptions.named("zombie").withReportHandlers(event -> {
      seen.add(event);
      if (Process.isProcess()) {
        Process.exit(Process.self(), ExitReason.KILL);
      }
    }))) {
      node.spawn(() -> node.report(REPORT));
      Eventually.await("the report", () -> seen.size() == 1);
      node.report(REPORT);
      assertThat(seen).hasSize(2);
    }
  }
}

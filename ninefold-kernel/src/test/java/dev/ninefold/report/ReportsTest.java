package dev.ninefold.report;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReportsTest {

  private static final ReportEvent EVENT =
      new ReportEvent(TerminateReport.genServer("s", 1, 2, ExitReason.KILLED), "node", "<0.1.0>", 7, Map.of());

  private final List<Report> seen = new ArrayList<>();

  @Test
  void aHandlerThatThrowsIsRemovedAndTheOthersAreTold() {
    var reports = new Reports();
    var calls = new ArrayList<ReportEvent>();
    reports.add(event -> {
      calls.add(event);
      throw new IllegalStateException("broken");
    });
    reports.add(event -> seen.add(event.report()));

    reports.publish(EVENT);
    reports.publish(EVENT);

    assertThat(calls).hasSize(1);
    assertThat(seen).filteredOn(TerminateReport.class::isInstance).hasSize(2);
    assertThat(seen).filteredOn(HandlerRemovedReport.class::isInstance).singleElement().satisfies(report -> {
      assertThat(report.level()).isEqualTo(Level.ERROR);
      assertThat(report.fields()).containsEntry("handled", "{gen_server, terminate}");
      assertThat(report.cause()).containsInstanceOf(IllegalStateException.class);
    });
  }

  @Test
  void soIsOneThatThrowsAnError() {
    var reports = new Reports();
    reports.add(_ -> {
      throw new StackOverflowError();
    });
    reports.add(_ -> {
      throw new AssertionError();
    });
    reports.add(event -> seen.add(event.report()));

    reports.publish(EVENT);

    assertThat(seen).filteredOn(HandlerRemovedReport.class::isInstance).hasSize(2);
    assertThat(seen).filteredOn(TerminateReport.class::isInstance).hasSize(1);
  }

  /** Takes warnings alone. */
  private static final class Warnings implements ReportHandler {
    @Override
    public void handle(ReportEvent event) {}

    @Override
    public boolean takes(Level level, String label) {
      return level == Level.WARNING;
    }
  }

  @Test
  void aReportIsTakenIfOneHandlerTakesItOrSomebodyListens() {
    var reports = new Reports();
    assertThat(reports.areTaken(Level.ERROR, "{proc_lib, crash}")).isFalse();
    reports.add(new Warnings());
    assertThat(reports.areTaken(Level.ERROR, "{proc_lib, crash}")).isFalse();
    assertThat(reports.areTaken(Level.WARNING, "{proc_lib, crash}")).isTrue();
    reports.listen(_ -> {});
    assertThat(reports.areTaken(Level.ERROR, "{proc_lib, crash}")).isTrue();
    var others = new Reports();
    others.add(_ -> {});
    assertThat(others.areTaken(Level.DEBUG, "mine")).isTrue();
  }

  @Test
  void aHandlerThatDoesNotKnowWhatItTakesGetsIt() {
    var reports = new Reports();
    reports.add(new ReportHandler() {
      @Override
      public void handle(ReportEvent event) {}

      @Override
      public boolean takes(Level level, String label) {
        throw new IllegalStateException("do not know");
      }
    });
    assertThat(reports.areTaken(Level.ERROR, "{proc_lib, crash}")).isTrue();
  }

  /** What the last handler's failure, and then a listener's, is printed as. */
  @Test
  void aListenerIsNoHandler() {
    var reports = new Reports();
    reports.listen(event -> seen.add(event.report()));
    reports.add(_ -> {
      throw new IllegalStateException("broken");
    });

    var printed = printed(() -> {
      reports.publish(EVENT);
      reports.listen(_ -> {
        throw new StackOverflowError();
      });
      reports.publish(EVENT);
      reports.publish(EVENT);
    });

    assertThat(seen).hasSize(3).allSatisfy(report -> assertThat(report).isInstanceOf(TerminateReport.class));
    assertThat(printed).hasSize(2);
    assertThat(printed.getFirst().getFormattedMessage()).endsWith(" failed and was removed; it was the last");
    assertThat(printed.getFirst().getThrowableProxy().getMessage()).isEqualTo("broken");
    assertThat(printed.getLast().getFormattedMessage()).startsWith("report listener ").endsWith(" failed and was removed");
  }

  private static List<ILoggingEvent> printed(Runnable action) {
    var logger = (Logger) LoggerFactory.getLogger(Reports.class);
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
    try {
      action.run();
    } finally {
      logger.detachAppender(appender);
      logger.setAdditive(true);
    }
    return appender.list;
  }

  @Test
  void theEndOfTheReportingProcessIsNotTheHandlersFault() {
    class Killed extends Error {
      private static final long serialVersionUID = 1L;
    }
    var reports = new Reports(Killed.class::isInstance);
    var calls = new ArrayList<ReportEvent>();
    reports.add(event -> {
      calls.add(event);
      throw new Killed();
    });

    reports.publish(EVENT);
    reports.publish(EVENT);

    assertThat(calls).hasSize(2);
  }

  @Test
  void closesAllHandlersEvenIfOneThrows() {
    var closed = new ArrayList<String>();
    class Closing implements ReportHandler {
      @Override
      public void handle(ReportEvent event) {}

      @Override
      public void close() {
        closed.add("closed");
        throw new IllegalStateException("stuck");
      }
    }
    var reports = new Reports();
    reports.add(new Closing());
    reports.add(new Closing());

    var printed = printed(reports::close);

    assertThat(closed).hasSize(2);
    assertThat(printed).hasSize(2).allSatisfy(e -> assertThat(e.getThrowableProxy().getMessage()).isEqualTo("stuck"));
  }
}

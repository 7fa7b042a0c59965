package dev.ninefold.report;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class Slf4jReportHandlerTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(Slf4jReportHandler.LOGGER);
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final ManualTime time = new ManualTime();
  private final Slf4jReportHandler handler = new Slf4jReportHandler(time, FormatLimits.DEFAULT, Runnable::run);

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private static ReportEvent event(Report report) {
    return new ReportEvent(report, "n@h", "<0.42.0>", 7, Map.of("initial_call", "Counter:init/1"));
  }

  private void handle(Report report) {
    handler.handle(event(report));
  }

  private static TerminateReport crash(String name) {
    return TerminateReport.genServer(name, "Increment[by=cat]", 225, ExitReason.crashed(new ClassCastException("cat")));
  }

  private List<String> messages() {
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private Map<String, Object> keyValues(int index) {
    var all = new LinkedHashMap<String, Object>();
    appender.list.get(index).getKeyValuePairs().forEach(pair -> all.put(pair.key, pair.value));
    return all;
  }

  @Test
  void fieldsBecomeKeyValues() {
    handle(crash("counter"));

    assertThat(appender.list).singleElement().satisfies(e -> {
      assertThat(e.getLoggerName()).isEqualTo("dev.ninefold.report.gen_server.terminate");
      assertThat(e.getLevel()).isEqualTo(ch.qos.logback.classic.Level.ERROR);
    });
    assertThat(keyValues(0)).containsExactly(Map.entry("report_label", "{gen_server, terminate}"),
        Map.entry("report_level", "ERROR"),
        Map.entry("domain", "otp"), Map.entry("node", "n@h"), Map.entry("pid", "<0.42.0>"),
        Map.entry("initial_call", "Counter:init/1"), Map.entry("name", "counter"), Map.entry("last_message", "Increment[by=cat]"),
        Map.entry("state", 225), keyValuesReason());
  }

  private Map.Entry<String, Object> keyValuesReason() {
    Object reason = keyValues(0).get("reason");
    assertThat(reason).asString().startsWith("java.lang.ClassCastException: cat at dev.ninefold.report.").doesNotContain("\n");
    return Map.entry("reason", reason);
  }

  @Test
  void theStackIsAttachedAndNotInTheText() {
    handle(crash("counter"));

    assertThat(messages()).containsExactly("""
        Generic server counter terminating
            last_message: Increment[by=cat]
            state: 225
            reason: java.lang.ClassCastException: cat""");
    assertThat(appender.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("cat");
  }

  @Test
  void aSupervisorDoesNotRepeatTheStackOfItsChild() {
    var boom = ExitReason.crashed(new IllegalStateException("boom"));
    handle(new SupervisorReport("top", "child_terminated", boom, Map.of("id", 1)));
    handle(new SupervisorReport("top", "start_error", boom, Map.of("id", 1)));

    assertThat(messages()).allSatisfy(m -> assertThat(m).contains("reason: java.lang.IllegalStateException: boom\n    offender"));
    assertThat(appender.list.get(0).getThrowableProxy()).isNull();
    assertThat(appender.list.get(1).getThrowableProxy()).isNotNull();
  }

  @Test
  void levels() {
    var progress = "{supervisor, progress}";
    assertThat(Slf4jReportHandler.slf4j(dev.ninefold.report.Level.ERROR, "x")).isEqualTo(Level.ERROR);
    assertThat(Slf4jReportHandler.slf4j(dev.ninefold.report.Level.WARNING, "x")).isEqualTo(Level.WARN);
    assertThat(Slf4jReportHandler.slf4j(dev.ninefold.report.Level.NOTICE, "x")).isEqualTo(Level.INFO);
    assertThat(Slf4jReportHandler.slf4j(dev.ninefold.report.Level.INFO, "x")).isEqualTo(Level.INFO);
    assertThat(Slf4jReportHandler.slf4j(dev.ninefold.report.Level.DEBUG, "x")).isEqualTo(Level.DEBUG);
    assertThat(Slf4jReportHandler.slf4j(dev.ninefold.report.Level.INFO, progress)).isEqualTo(Level.DEBUG);
  }

  @Test
  void aNoticeIsMarked() {
    handle(new ApplicationExitReport("shop", "stopped", "temporary"));

    assertThat(appender.list).singleElement().satisfies(e -> {
      assertThat(e.getLevel()).isEqualTo(ch.qos.logback.classic.Level.INFO);
      assertThat(e.getMarkerList()).extracting(Object::toString).containsExactly("NOTICE");
    });
  }

  /** LOG-5. */
  @Test
  void progressIsNotShownByDefault() {
    handle(ProgressReport.supervisor("top", Map.of("id", "counter")));
    handle(ProgressReport.application("shop", "n@h"));
    assertThat(appender.list).isEmpty();

    logger.setLevel(ch.qos.logback.classic.Level.DEBUG);
    handle(ProgressReport.supervisor("top", Map.of("id", "counter")));
    handle(ProgressReport.application("shop", "n@h"));
    assertThat(appender.list).extracting(ILoggingEvent::getLoggerName)
        .containsExactly("dev.ninefold.report.supervisor.progress", "dev.ninefold.report.application_controller.progress");
  }

  @Test
  void onlyLabelsOfTheOrdinaryFormMakeLoggers() {
    assertThat(Slf4jReportHandler.loggerName("{proc_lib, crash}")).isEqualTo("dev.ninefold.report.proc_lib.crash");
    assertThat(Slf4jReportHandler.loggerName("orders")).isEqualTo("dev.ninefold.report.orders");
    assertThat(Slf4jReportHandler.loggerName("order 4711")).isEqualTo("dev.ninefold.report");
    assertThat(Slf4jReportHandler.loggerName("")).isEqualTo("dev.ninefold.report");
    assertThat(Slf4jReportHandler.loggerName("x".repeat(100))).isEqualTo("dev.ninefold.report");
  }

  // ---- storms

  @Test
  void aStormBecomesOneFullReportAndACount() {
    for (int i = 0; i < 42; i++) {
      handle(crash("counter"));
    }
    assertThat(messages()).hasSize(1);

    time.advance(Duration.ofSeconds(1));

    assertThat(messages()).hasSize(2)
        .last()
        .isEqualTo("Generic server counter terminating: 41 more equal reports within a second");
    assertThat(keyValues(1)).containsEntry("count", 41L).containsEntry("report_label", "{gen_server, terminate}");
    assertThat(time.pending()).as("the storm is over").isZero();

    time.advance(Duration.ofSeconds(1));
    handle(crash("counter"));
    assertThat(messages()).hasSize(3).last().asString().contains("last_message");
  }

  @Test
  void otherNamesAndReasonsAreOtherStorms() {
    handle(crash("counter"));
    handle(crash("other"));
    handle(TerminateReport.genServer("counter", "x", 1, ExitReason.crashed(new ClassCastException("dog"))));
    handle(TerminateReport.genServer("counter", "x", 1, ExitReason.of("cat")));

    assertThat(messages()).hasSize(4);
    assertThat(time.pending()).isZero();
  }

  /** Equal words from two places are two faults, and the stack of each is printed. */
  @Test
  void anotherPlaceIsAnotherStorm() {
    ExitReason here = ExitReason.crashed(new NullPointerException("x"));
    ExitReason there = ExitReason.crashed(new NullPointerException("x"));
    for (int i = 0; i < 3; i++) {
      handle(TerminateReport.genServer("counter", "x", 1, here));
      handle(TerminateReport.genServer("counter", "x", 1, there));
    }
    assertThat(messages()).hasSize(2);
    handler.close();
  }

  @Test
  void unnamedProcessesAreEqualByTheirInitialCall() {
    for (int i = 0; i < 3; i++) {
      String pid = "<0." + i + ".0>";
      var report = TerminateReport.genServer(pid, "x", i, ExitReason.of("boom"));
      handler.handle(new ReportEvent(report, "n@h", pid, 7, Map.of("initial_call", "Conn:init/1")));
    }
    assertThat(messages()).hasSize(1);
    handler.close();
    assertThat(messages()).last().asString().endsWith("2 more equal reports within a second");
  }

  @Test
  void theEndPrintsTheCountsThatAreLeft() {
    handle(crash("counter"));
    handle(crash("counter"));
    handler.close();

    assertThat(messages()).hasSize(2).last().asString().endsWith("1 more equal report within a second");
    assertThat(time.pending()).isZero();

    handle(crash("counter"));
    handle(crash("counter"));
    assertThat(messages()).as("nothing is held back after the end").hasSize(4);
  }

  @Test
  void whatIsNotShownIsNotCounted() {
    logger.setLevel(ch.qos.logback.classic.Level.OFF);
    handle(crash("counter"));
    handle(crash("counter"));
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
    handler.close();
    assertThat(messages()).isEmpty();
  }

  @Test
  void aReportThatThrowsDoesNotBreakTheHandler() {
    handle(new Report() {
      @Override
      public dev.ninefold.report.Level level() {
        return dev.ninefold.report.Level.ERROR;
      }

      @Override
      public String label() {
        return "{mine, bad}";
      }

      @Override
      public List<String> domain() {
        return List.of();
      }

      @Override
      public String headline() {
        return "Something";
      }

      @Override
      public Map<String, Object> fields() {
        throw new IllegalStateException("no");
      }
    });
    assertThat(messages()).singleElement().asString().startsWith("Something\n    fields: ").contains("which threw");
  }
}

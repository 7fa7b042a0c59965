package dev.ninefold.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.term.ExitReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportFormatTest {

  private static final FormatLimits SINGLE = FormatLimits.DEFAULT.withSingleLine(true);

  private static String format(Report report, FormatLimits limits) {
    return new ReportFormat(limits).format(report);
  }

  private static Map<String, Object> offender() {
    var offender = new LinkedHashMap<String, Object>();
    offender.put("pid", "<0.9.0>");
    offender.put("id", "counter");
    offender.put("restart_type", "permanent");
    return offender;
  }

  private static IllegalStateException boom() {
    var boom = new IllegalStateException("boom");
    boom.setStackTrace(new StackTraceElement[] {new StackTraceElement("app.Counter", "handleCast", "Counter.java", 12)});
    return boom;
  }

  @Test
  void supervisorReport() {
    var report = new SupervisorReport("top", "child_terminated", ExitReason.crashed(boom()), offender());

    assertThat(report.label()).isEqualTo("{supervisor, child_terminated}");
    assertThat(report.domain()).containsExactly("otp", "sasl");
    assertThat(report.fields()).containsOnlyKeys("supervisor", "errorContext", "reason", "offender");
    assertThat(report.cause()).isPresent();
    assertThat(format(report, FormatLimits.DEFAULT)).isEqualTo("""
        Supervisor top: child_terminated
            reason: java.lang.IllegalStateException: boom
                    at app.Counter.handleCast(Counter.java:12)
            offender: {pid=<0.9.0>, id=counter, restart_type=permanent}""");
    assertThat(format(report, SINGLE)).isEqualTo(
        "Supervisor top: child_terminated. Reason: java.lang.IllegalStateException: boom at app.Counter.handleCast(Counter.java:12). "
            + "Offender: {pid=<0.9.0>, id=counter, restart_type=permanent}.");
  }

  @Test
  void progressOfASupervisor() {
    var report = ProgressReport.supervisor("top", offender(), Level.DEBUG);

    assertThat(report.label()).isEqualTo("{supervisor, progress}");
    assertThat(report.level()).isEqualTo(Level.DEBUG);
    assertThat(format(report, SINGLE))
        .isEqualTo("Supervisor top started counter. Started: {pid=<0.9.0>, id=counter, restart_type=permanent}.");
    assertThat(ProgressReport.supervisor("top", offender()).level()).isEqualTo(Level.INFO);
    assertThat(ProgressReport.supervisor("bridge", Map.of("mfa", "x")).headline()).isEqualTo("Supervisor bridge started a child");
  }

  @Test
  void severalLinesOfAValueAreIndented() {
    var report = TerminateReport.genServer("s", "first\nsecond", List.of(), ExitReason.KILLED);

    assertThat(format(report, FormatLimits.DEFAULT)).isEqualTo("""
        Generic server s terminating
            last_message: first
                second
            state: []
            reason: killed""");
    assertThat(format(report, SINGLE))
        .isEqualTo("Generic server s terminating. Reason: killed. Last message: first\\nsecond. State: [].");
  }

  @Test
  void nullIsToldAsAWord() {
    var report = TerminateReport.genServer("s", null, null, ExitReason.KILLED);

    assertThat(report.fields()).containsEntry("state", "null").containsEntry("last_message", "null");
  }

  @Test
  void logAndClientOnlyIfThereAreAny() {
    var report = TerminateReport.genServer("s", 1, 2, ExitReason.KILLED);

    assertThat(report.fields().keySet()).containsExactly("name", "last_message", "state", "reason");
    assertThat(
        report.withLog(List.of("in")).withClientInfo(Optional.of("c")).withProcessLabel(Optional.of("l")).fields().keySet())
        .containsExactly("name", "process_label", "last_message", "state", "log", "reason", "client_info");
  }

  @Test
  void aReportThatThrowsIsTold() {
    var bad = new Report() {
      @Override
      public Level level() {
        throw new IllegalStateException();
      }

      @Override
      public String label() {
        return null;
      }

      @Override
      public List<String> domain() {
        throw new IllegalStateException();
      }

      @Override
      public String headline() {
        throw new StackOverflowError();
      }

      @Override
      public Map<String, Object> fields() {
        throw new IllegalStateException();
      }
    };
    assertThat(format(bad, FormatLimits.DEFAULT)).contains("when asked for its headline").contains("when asked for its fields");
  }

  @Test
  void aHugeStateLeavesRoomForTheReason() {
    var report = TerminateReport.genServer("s", "hello", "x".repeat(1_000_000), ExitReason.of("the reason"));

    assertThat(format(report, FormatLimits.DEFAULT.withCharsLimit(200))).hasSizeLessThanOrEqualTo(200)
        .contains("xxx...")
        .contains("reason: the reason");
  }

  @Test
  void aHeadlineIsOneLine() {
    assertThat(format(TerminateReport.genServer("a\nb", 1, 2, ExitReason.KILLED), FormatLimits.DEFAULT))
        .startsWith("Generic server a\\nb terminating\n");
  }

  @Test
  void wrongLimitsAreRefused() {
    assertThatThrownBy(() -> FormatLimits.DEFAULT.withDepth(0)).hasMessage(
        "depth: expected 1 or more, or FormatLimits.UNLIMITED, got 0");
    assertThatThrownBy(() -> FormatLimits.DEFAULT.withCharsLimit(-1)).hasMessageContaining("charsLimit");
  }

  @Test
  void oneValue() {
    assertThat(new ReportFormat(FormatLimits.DEFAULT.withDepth(3)).value(List.of(1, 2, "a\nb"))).isEqualTo("[1, 2, ...]");
  }
}

package dev.ninefold.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the reports of the application controller are printed. */
@OtpCase(suite = "application_SUITE", name = "format_log_2")
class ApplicationFormatTest {

  private static final FormatLimits MULTI = FormatLimits.DEFAULT;
  private static final FormatLimits SINGLE = MULTI.withSingleLine(true);
  private static final List<Integer> TERM = IntStream.rangeClosed(1, 15).boxed().toList();

  private static String format(Report report, FormatLimits limits) {
    return new ReportFormat(limits).format(report);
  }

  // upstream: the progress report has the application and where it was started, with each limit
  @Test
  void progress() {
    var report = ProgressReport.application(TERM, "nonode@nohost");

    assertThat(report.label()).isEqualTo("{application_controller, progress}");
    assertThat(report.level()).isEqualTo(Level.INFO);
    assertThat(report.fields()).containsExactly(Map.entry("application", TERM),
        Map.entry("started_at", "nonode@nohost"));
    assertThat(format(report, MULTI)).isEqualTo("Application " + TERM + " started at nonode@nohost");
    assertThat(format(report, SINGLE)).isEqualTo("Application " + TERM + " started at nonode@nohost.");
    assertThat(format(report, MULTI.withCharsLimit(30))).hasSize(30).startsWith("Application [1, 2").endsWith("...");
    assertThat(format(report, SINGLE.withCharsLimit(30))).hasSize(30).startsWith("Application [1, 2").endsWith("...");
  }

  // upstream: the exit report has application, exited and type, with each limit
  @Test
  void exit() {
    var report = new ApplicationExitReport("my_app", ExitReason.shutdown(TERM), "temporary");

    assertThat(report.label()).isEqualTo("{application_controller, exit}");
    assertThat(report.level()).isEqualTo(Level.NOTICE);
    assertThat(format(report, MULTI)).isEqualTo("""
        Application my_app exited
            exited: {shutdown, %s}
            type: temporary""".formatted(TERM));
    assertThat(format(report, MULTI.withDepth(6))).isEqualTo("""
        Application my_app exited
            exited: {shutdown, [1, 2, 3, 4, ...]}
            type: temporary""");
    assertThat(format(report, SINGLE))
        .isEqualTo("Application my_app exited. Exited: {shutdown, %s}. Type: temporary.".formatted(TERM));
    assertThat(format(report, SINGLE.withDepth(6))).isEqualTo(
        "Application my_app exited. Exited: {shutdown, [1, 2, 3, 4, ...]}. Type: temporary.");
    assertThat(format(report, SINGLE.withCharsLimit(70))).hasSizeLessThanOrEqualTo(70)
        .startsWith("Application my_app exited. Exited: {sh")
        .contains("...");
    assertThat(format(report, MULTI.withCharsLimit(70))).hasSizeLessThanOrEqualTo(70)
        .startsWith("Application my_app exited\n    exited: {sh")
        .contains("...\n    type: temp");
  }
}

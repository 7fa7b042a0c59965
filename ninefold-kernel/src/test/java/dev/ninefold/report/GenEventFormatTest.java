package dev.ninefold.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the reports of a gen_event are printed. The upstream case formats the same two reports with the same limits. */
@OtpCase(suite = "gen_event_SUITE", name = "format_log_2")
class GenEventFormatTest {

  private static final FormatLimits MULTI = FormatLimits.DEFAULT;
  private static final FormatLimits SINGLE = MULTI.withSingleLine(true);
  private static final List<Integer> TERM = IntStream.rangeClosed(1, 15).boxed().toList();
  private static final String ALL = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]";
  private static final String NINE = "[1, 2, 3, 4, 5, 6, 7, 8, 9, ...]";

  private static final HandlerTerminateReport TERMINATE = new HandlerTerminateReport("TerminalLogger", "<0.42.0>", TERM, TERM,
      ExitReason.of(TERM), Optional.empty(), Optional.empty());
  private static final NoHandleInfoReport NO_HANDLE_INFO =
      new NoHandleInfoReport("gen_event", "TerminalLogger", TERM, Optional.empty());

  private static String format(Report report, FormatLimits limits) {
    return new ReportFormat(limits).format(report);
  }

  // upstream: the handler first, then where it was installed, last event, state and reason in full
  @Test
  void terminateOnSeveralLines() {
    assertThat(TERMINATE.label()).isEqualTo("{gen_event, terminate}");
    assertThat(TERMINATE.level()).isEqualTo(Level.ERROR);
    assertThat(TERMINATE.domain()).containsExactly("otp");
    assertThat(format(TERMINATE, MULTI)).isEqualTo("""
        Generic event handler TerminalLogger crashed. Installed: <0.42.0>
            last_message: %s
            state: %s
            reason: %s""".formatted(ALL, ALL, ALL));
  }

  @Test
  void terminateCutAtDepth() {
    assertThat(format(TERMINATE, MULTI.withDepth(10))).isEqualTo("""
        Generic event handler TerminalLogger crashed. Installed: <0.42.0>
            last_message: %s
            state: %s
            reason: %s""".formatted(NINE, NINE, NINE));
  }

  @Test
  void terminateCutAtCharacters() {
    assertThat(format(TERMINATE, MULTI.withCharsLimit(150))).hasSizeLessThanOrEqualTo(150)
        .startsWith("Generic event handler TerminalLogger crashed. Installed: <0.42.0>\n    last_message: [1, 2")
        .contains("...", "\n    state: [", "\n    reason: [");
  }

  @Test
  void terminateOnASingleLine() {
    assertThat(format(TERMINATE, SINGLE)).isEqualTo(
        "Generic event handler TerminalLogger crashed. Installed: <0.42.0>. Reason: %s. Last message: %s. State: %s."
            .formatted(ALL, ALL, ALL));
    assertThat(format(TERMINATE, SINGLE.withDepth(10))).isEqualTo(
        "Generic event handler TerminalLogger crashed. Installed: <0.42.0>. Reason: %s. Last message: %s. State: %s."
            .formatted(NINE, NINE, NINE));
    assertThat(format(TERMINATE, SINGLE.withCharsLimit(120))).hasSizeLessThanOrEqualTo(120)
        .startsWith("Generic event handler TerminalLogger crashed. Installed: <0.42.0>. Reason: [")
        .contains("...")
        .doesNotContain("\n");
  }

  // upstream: the same for the warning about a missing handle_info
  @Test
  void noHandleInfo() {
    assertThat(NO_HANDLE_INFO.label()).isEqualTo("{gen_event, no_handle_info}");
    assertThat(NO_HANDLE_INFO.level()).isEqualTo(Level.WARNING);
    assertThat(format(NO_HANDLE_INFO, MULTI)).isEqualTo("Undefined handle_info in TerminalLogger\n    message: " + ALL);
    assertThat(format(NO_HANDLE_INFO, MULTI.withDepth(10)))
        .isEqualTo("Undefined handle_info in TerminalLogger\n    message: " + NINE);
    assertThat(format(NO_HANDLE_INFO, SINGLE)).isEqualTo("Undefined handle_info in TerminalLogger. Message: " + ALL + ".");
    assertThat(format(NO_HANDLE_INFO, SINGLE.withDepth(10)))
        .isEqualTo("Undefined handle_info in TerminalLogger. Message: " + NINE + ".");
    assertThat(format(NO_HANDLE_INFO, SINGLE.withCharsLimit(60))).hasSizeLessThanOrEqualTo(60)
        .startsWith("Undefined handle_info in TerminalLogger. Message: [")
        .contains("...");
  }

  @Test
  void withProcessLabelAndRestart() {
    var report = TERMINATE.withProcessLabel(Optional.of("label")).withRestart(Optional.of("at once"));
    assertThat(format(report, MULTI)).isEqualTo("""
        Generic event handler TerminalLogger crashed. Installed: <0.42.0>
            process_label: label
            last_message: %s
            state: %s
            reason: %s
            restart: at once""".formatted(ALL, ALL, ALL));
    assertThat(format(report, SINGLE)).endsWith("State: " + ALL + ". Restart: at once.");
    assertThat(report.fields()).containsAllEntriesOf(Map.of("handler", "TerminalLogger", "name", "<0.42.0>"));
  }

  @Test
  void theExceptionIsItsCause() {
    var cause = new IllegalStateException("why");
    var report =
        new HandlerTerminateReport("h", "m", "e", "s", new ExitReason.Crashed(cause), Optional.empty(), Optional.empty());
    assertThat(report.cause()).contains(cause);
    assertThat(TERMINATE.cause()).isEmpty();
  }
}

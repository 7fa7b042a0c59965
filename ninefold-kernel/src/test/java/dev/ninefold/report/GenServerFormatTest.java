package dev.ninefold.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the reports of a gen_server are printed. The upstream case formats the same two reports with the same limits. */
@OtpCase(suite = "gen_server_SUITE", name = "format_log_2")
class GenServerFormatTest {

  private static final FormatLimits MULTI = FormatLimits.DEFAULT;
  private static final FormatLimits SINGLE = MULTI.withSingleLine(true);
  private static final List<Integer> TERM = IntStream.rangeClosed(1, 15).boxed().toList();
  private static final String ALL = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]";
  private static final String NINE = "[1, 2, 3, 4, 5, 6, 7, 8, 9, ...]";

  private static final TerminateReport TERMINATE =
      TerminateReport.genServer("<0.42.0>", TERM, TERM, ExitReason.of(TERM)).withClientInfo(Optional.of("client <0.7.0>"));
  private static final NoHandleInfoReport NO_HANDLE_INFO = NoHandleInfoReport.genServer("Stack", TERM, Optional.empty());

  private static String format(Report report, FormatLimits limits) {
    return new ReportFormat(limits).format(report);
  }

  // upstream: the text on several lines starts with the server's name and has message, state, reason and client in full
  @Test
  void terminateOnSeveralLines() {
    assertThat(format(TERMINATE, MULTI)).isEqualTo("""
        Generic server <0.42.0> terminating
            last_message: %s
            state: %s
            reason: %s
            client_info: client <0.7.0>""".formatted(ALL, ALL, ALL));
  }

  // upstream: with a depth limit, each term is cut by it
  @Test
  void terminateCutAtDepth() {
    assertThat(format(TERMINATE, MULTI.withDepth(10))).isEqualTo("""
        Generic server <0.42.0> terminating
            last_message: %s
            state: %s
            reason: %s
            client_info: client <0.7.0>""".formatted(NINE, NINE, NINE));
  }

  // upstream: with a limit of characters the text is shorter, still starts with the name, and shows that it was cut
  @Test
  void terminateCutAtCharacters() {
    assertThat(format(TERMINATE, MULTI.withCharsLimit(150))).isEqualTo("""
        Generic server <0.42.0> terminating
            last_message: [1, 2,...
            state: [1, 2, 3, 4, 5...
            reason: [1, 2, 3, 4, ...
            client_info: client <...""").hasSizeLessThanOrEqualTo(150);
  }

  // upstream: on a single line the reason comes first, then last message, state, client
  @Test
  void terminateOnASingleLine() {
    assertThat(format(TERMINATE, SINGLE)).isEqualTo(
        "Generic server <0.42.0> terminating. Reason: %s. Last message: %s. State: %s. Client info: client <0.7.0>."
            .formatted(ALL, ALL, ALL));
  }

  @Test
  void terminateOnASingleLineCutAtDepth() {
    assertThat(format(TERMINATE, SINGLE.withDepth(10))).isEqualTo(
        "Generic server <0.42.0> terminating. Reason: %s. Last message: %s. State: %s. Client info: client <0.7.0>."
            .formatted(NINE, NINE, NINE));
  }

  @Test
  void terminateOnASingleLineCutAtCharacters() {
    assertThat(format(TERMINATE, SINGLE.withCharsLimit(120))).startsWith("Generic server <0.42.0> terminating. Reason: [")
        .hasSizeLessThanOrEqualTo(120)
        .contains("...")
        .doesNotContain("\n");
  }

  // upstream: the same for the warning about a missing handle_info
  @Test
  void noHandleInfo() {
    assertThat(NO_HANDLE_INFO.level()).isEqualTo(Level.WARNING);
    assertThat(format(NO_HANDLE_INFO, MULTI)).isEqualTo("Undefined handle_info in Stack\n    message: " + ALL);
    assertThat(format(NO_HANDLE_INFO, MULTI.withDepth(10))).isEqualTo("Undefined handle_info in Stack\n    message: " + NINE);
    assertThat(format(NO_HANDLE_INFO, MULTI.withCharsLimit(60))).isEqualTo(
        "Undefined handle_info in Stack\n    message: [1, 2, 3, 4, ...");
    assertThat(format(NO_HANDLE_INFO, SINGLE)).isEqualTo("Undefined handle_info in Stack. Message: " + ALL + ".");
    assertThat(format(NO_HANDLE_INFO, SINGLE.withDepth(10))).isEqualTo("Undefined handle_info in Stack. Message: " + NINE + ".");
    assertThat(format(NO_HANDLE_INFO, SINGLE.withCharsLimit(60))).hasSizeLessThanOrEqualTo(60)
        .startsWith("Undefined handle_info in Stack. Message: [1, 2")
        .contains("...");
  }

  // upstream: the same reports with a process label, of which each limit leaves its part
  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "format_log_with_process_label")
  void withProcessLabel() {
    var label = List.of("some_id", Map.of("term", TERM));
    var labelled = TERMINATE.withProcessLabel(Optional.of(label));
    var warning = NoHandleInfoReport.genServer("Stack", TERM, Optional.of(label));

    assertThat(format(labelled, MULTI)).startsWith(
        "Generic server <0.42.0> terminating\n    process_label: [some_id, {term=%s}]\n    last_message: ".formatted(ALL));
    assertThat(format(labelled, MULTI.withDepth(6))).startsWith(
        "Generic server <0.42.0> terminating\n    process_label: [some_id, {term=[1, 2, ...]}]\n");
    assertThat(format(labelled, MULTI.withCharsLimit(160))).hasSizeLessThanOrEqualTo(160)
        .startsWith("Generic server <0.42.0> terminating\n    process_label: [s...");
    assertThat(format(labelled, SINGLE)).startsWith("Generic server <0.42.0> terminating. Reason: " + ALL)
        .contains(". Process label: [some_id, {term=%s}]. Last message: ".formatted(ALL));
    assertThat(format(labelled, SINGLE.withDepth(6))).contains(". Process label: [some_id, {term=[1, 2, ...]}]. ");
    assertThat(format(labelled, SINGLE.withCharsLimit(160))).hasSizeLessThanOrEqualTo(160).contains(". Process label: [");
    assertThat(format(warning, MULTI)).startsWith(
        "Undefined handle_info in Stack\n    process_label: [some_id, {term=%s}]\n    message: ".formatted(ALL));
    assertThat(format(warning, SINGLE)).startsWith(
        "Undefined handle_info in Stack. Process label: [some_id, {term=%s}]. Message: ".formatted(ALL));
  }
}

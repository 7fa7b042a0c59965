package dev.ninefold.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the report of a state machine is printed. The upstream case formats the same two reports with the same limits. */
@OtpCase(suite = "gen_statem_SUITE", name = "format_log_2")
class StatemFormatTest {

  private static final FormatLimits MULTI = FormatLimits.DEFAULT;
  private static final FormatLimits SINGLE = MULTI.withSingleLine(true);
  private static final List<Integer> TERM = IntStream.rangeClosed(1, 15).boxed().toList();
  private static final String ALL = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]";
  private static final String NINE = "[1, 2, 3, 4, 5, 6, 7, 8, 9, ...]";
  private static final ExitReason REASON = new ExitReason.Other("{bad_reply_action_from_state_function, []}");

  private static final StatemTerminateReport SIMPLE =
      new StatemTerminateReport("<0.42.0>", Optional.empty(), List.of(), List.of(),
          List.of("Door"), "state_functions", false, TERM, List.of(), List.of(), ErrorInfo.Kind.ERROR, REASON, Optional.empty());

  private static StatemTerminateReport elaborate(Optional<Object> label) {
    return new StatemTerminateReport("<0.42.0>", label, List.of(TERM, TERM), List.of("{internal, 1}"), List.of("Door"),
        "state_functions", true, TERM, List.of("{timeout, message}"), List.of(TERM), ErrorInfo.Kind.ERROR, REASON,
        Optional.of("client <0.7.0>"));
  }

  private static final StatemTerminateReport ELABORATE = elaborate(Optional.empty());

  private static String format(Report report, FormatLimits limits) {
    return new ReportFormat(limits).format(report);
  }

  // upstream: ** State machine ~tp terminating, ** When server state, ** Reason for termination, ** Callback modules, ** Callback mode
  @Test
  void simpleOnSeveralLines() {
    assertThat(format(SIMPLE, MULTI)).isEqualTo("""
        State machine <0.42.0> terminating
            state: %s
            class: error
            reason: {bad_reply_action_from_state_function, []}
            modules: [Door]
            callback_mode: state_functions""".formatted(ALL));
    assertThat(format(SIMPLE, MULTI.withDepth(10))).contains("    state: " + NINE + "\n");
    assertThat(format(SIMPLE, MULTI.withCharsLimit(200))).startsWith("State machine <0.42.0> terminating\n    state: [1, ")
        .hasSizeLessThanOrEqualTo(200)
        .contains("...");
  }

  // upstream: the reason first, then the state
  @Test
  void simpleOnASingleLine() {
    assertThat(format(SIMPLE, SINGLE)).isEqualTo("State machine <0.42.0> terminating. "
        + "Reason: {bad_reply_action_from_state_function, []}. State: " + ALL
        + ". Class: error. Modules: [Door]. Callback mode: state_functions.");
    assertThat(format(SIMPLE, SINGLE.withDepth(10))).contains("State: " + NINE + ". ");
    assertThat(format(SIMPLE, SINGLE.withCharsLimit(100))).startsWith("State machine <0.42.0> terminating. Reason: ")
        .hasSizeLessThanOrEqualTo(100);
  }

  // upstream: also ** Last event, ** Queued, ** Postponed, ** Time-outs, ** Log, ** Client ~tp stacktrace
  @Test
  void elaborateOnSeveralLines() {
    assertThat(format(ELABORATE, MULTI)).isEqualTo("""
        State machine <0.42.0> terminating
            last_event: %1$s
            state: %1$s
            class: error
            reason: {bad_reply_action_from_state_function, []}
            modules: [Door]
            callback_mode: [state_functions, state_enter]
            queued: [%1$s]
            postponed: [{internal, 1}]
            timeouts: [{timeout, message}]
            log: [%1$s]
            client_info: client <0.7.0>""".formatted(ALL));
    assertThat(format(ELABORATE, MULTI.withDepth(10))).startsWith(
        "State machine <0.42.0> terminating\n    last_event: %1$s\n    state: %1$s\n".formatted(NINE));
    assertThat(format(ELABORATE, MULTI.withCharsLimit(300))).startsWith("State machine <0.42.0> terminating\n    last_event: [1")
        .hasSizeLessThan(format(ELABORATE, MULTI).length());
  }

  // upstream: reason, last event, state, log and client
  @Test
  void elaborateOnASingleLine() {
    assertThat(format(ELABORATE, SINGLE)).startsWith("State machine <0.42.0> terminating. "
        + "Reason: {bad_reply_action_from_state_function, []}. Last event: " + ALL + ". State: " + ALL)
        .endsWith("Log: [" + ALL + "]. Client info: client <0.7.0>.");
    assertThat(format(ELABORATE, SINGLE.withDepth(10))).contains("Last event: " + NINE + ". State: " + NINE + ". ");
    assertThat(format(ELABORATE, SINGLE.withCharsLimit(300))).startsWith("State machine <0.42.0> terminating. Reason: ")
        .hasSizeLessThan(format(ELABORATE, SINGLE).length())
        .doesNotContain("\n");
  }

  // upstream: the same reports with a process label, of which each limit leaves its part
  @Test
  @OtpCase(suite = "gen_statem_SUITE", name = "format_log_with_process_label")
  void withProcessLabel() {
    var labelled = elaborate(Optional.of(List.of("some_id", Map.of("term", TERM))));
    assertThat(format(labelled, MULTI)).startsWith(
        "State machine <0.42.0> terminating\n    process_label: [some_id, {term=%s}]\n    last_event: ".formatted(ALL));
    assertThat(format(labelled, MULTI.withDepth(6))).startsWith(
        "State machine <0.42.0> terminating\n    process_label: [some_id, {term=[1, 2, ...]}]\n");
    assertThat(format(labelled, SINGLE)).startsWith("State machine <0.42.0> terminating. Reason: ")
        .contains(". Process label: [some_id, {term=%s}]. Last event: ".formatted(ALL));
    assertThat(format(labelled, SINGLE.withDepth(6))).contains(". Process label: [some_id, {term=[1, 2, ...]}]. ");
  }

  @Test
  void whatItIs() {
    assertThat(SIMPLE.level()).isEqualTo(Level.ERROR);
    assertThat(SIMPLE.label()).isEqualTo("{gen_statem, terminate}");
    assertThat(SIMPLE.domain()).containsExactly("otp");
    assertThat(SIMPLE.lastEvent()).isEmpty();
    assertThat(SIMPLE.cause()).isEmpty();
  }
}

package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.Action.cancelGenericTimeout;
import static dev.ninefold.genstatem.Action.cancelStateTimeout;
import static dev.ninefold.genstatem.Action.cancelTimeout;
import static dev.ninefold.genstatem.Action.genericTimeout;
import static dev.ninefold.genstatem.Action.internal;
import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.stateTimeout;
import static dev.ninefold.genstatem.Action.timeout;
import static dev.ninefold.genstatem.Action.updateGenericTimeout;
import static dev.ninefold.genstatem.Action.updateStateTimeout;
import static dev.ninefold.genstatem.Action.updateTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Random scenarios that were run by a real gen_statem of OTP 25, with what it did: {@code gen_statem-traces.txt}. The engine must do the
 * same.
 *
 * <p>A scenario is how many casts come, what handle_event returns the first time, the second time and so on, and the same of the enter
 * calls; when there is no more it keeps the state. {@code n2:p,i7} goes to state 2, postpones, and inserts the internal event 7;
 * {@code k:} keeps, {@code r:} repeats the state. {@code e}, {@code s}, {@code a} and {@code b} are the event, state and two generic
 * timeouts: with {@code 0} set to zero, with {@code u} updated, with {@code c} cancelled; {@code l} is a generic one of a long time, and
 * {@code q} is {@code {postpone, false}}.
 */
class StatemTraceTest {

  private static final Duration LONG = Duration.ofSeconds(1000);

  private record Scenario(int casts, List<String> steps, List<String> enters) {
    static Scenario of(String line) {
      String[] parts = line.split(";", -1);
      return new Scenario(Integer.parseInt(parts[0]), words(parts[1]), words(parts[2]));
    }

    private static List<String> words(String text) {
      return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
  }

  @Test
  void theEngineDoesWhatOtpDid() throws IOException {
    var lines = lines();
    assertThat(lines).hasSizeGreaterThan(100);
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      List<String> expected = List.of(lines.get(i + 1).split("\\|"));
      assertThat(trace(Scenario.of(lines.get(i)))).as(lines.get(i)).isEqualTo(expected);
    }
  }

  private static List<String> lines() throws IOException {
    try (var in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(StatemTraceTest.class.getResourceAsStream("gen_statem-traces.txt"), "gen_statem-traces.txt"),
        StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }

  /** What is handled in which state, which states are entered, and the last state. */
  private static List<String> trace(Scenario scenario) {
    Deque<String> steps = new ArrayDeque<>(scenario.steps());
    Deque<String> enters = new ArrayDeque<>(scenario.enters());
    Stepping machine = new Stepping("s1", "d", List.of(), (_, _, _) -> result(steps), (_, _, _) -> result(enters));
    for (int i = 1; i <= scenario.casts(); i++) {
      machine.cast(i);
    }
    List<String> trace = new ArrayList<>(machine.trace());
    trace.add(machine.machine().state().toString());
    return trace;
  }

  private static Transition<Object, Object> result(Deque<String> steps) {
    String step = steps.isEmpty() ? "k:" : steps.remove();
    String[] parts = step.split(":", -1);
    List<Action> actions =
        Arrays.stream(parts[1].split(",")).filter(text -> !text.isEmpty()).map(StatemTraceTest::action).toList();
    return switch (parts[0].charAt(0)) {
      case 'k' -> Transition.keepState("d", actions);
      case 'r' -> Transition.repeatState("d", actions);
      default -> Transition.nextState("s" + parts[0].substring(1), "d", actions);
    };
  }

  private static Action action(String text) {
    String content = text.length() > 2 ? text.substring(2) : "none";
    return switch (text.charAt(0)) {
      case 'p' -> postpone();
      case 'q' -> postpone(false);
      case 'i' -> internal(text.substring(1));
      case 'l' -> genericTimeout("c", LONG, text.substring(1));
      default -> switch (text.substring(0, 2)) {
        case "e0" -> timeout(Duration.ZERO, content);
        case "s0" -> stateTimeout(Duration.ZERO, content);
        case "a0", "b0" -> genericTimeout(text.substring(0, 1), Duration.ZERO, content);
        case "eu" -> updateTimeout(content);
        case "su" -> updateStateTimeout(content);
        case "au", "bu" -> updateGenericTimeout(text.substring(0, 1), content);
        case "ec" -> cancelTimeout();
        case "sc" -> cancelStateTimeout();
        case "ac", "bc" -> cancelGenericTimeout(text.substring(0, 1));
        default -> throw new IllegalArgumentException("no action: " + text);
      };
    };
  }
}

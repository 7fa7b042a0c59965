package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartDecisionTest {

  static ExitReason reason(String text) {
    return switch (text) {
      case "normal" -> ExitReason.NORMAL;
      case "shutdown" -> ExitReason.SHUTDOWN;
      case "{shutdown, x}" -> ExitReason.shutdown("x");
      case "killed" -> ExitReason.KILLED;
      case "noproc" -> ExitReason.NOPROC;
      case "kill" -> ExitReason.KILL;
      case "crash" -> ExitReason.crashed(new IllegalStateException("crash"));
      default -> new ExitReason.Other(text);
    };
  }

  /** SUP-21 to SUP-23: restarted? reported? */
  @ParameterizedTest
  @CsvSource(quoteCharacter = '\'', value = {
      "PERMANENT, normal,          true,  true",
      "PERMANENT, shutdown,        true,  true",
      "PERMANENT, '{shutdown, x}', true,  true",
      "PERMANENT, killed,          true,  true",
      "PERMANENT, crash,           true,  true",
      "PERMANENT, other,           true,  true",
      "TRANSIENT, normal,          false, false",
      "TRANSIENT, shutdown,        false, false",
      "TRANSIENT, '{shutdown, x}', false, false",
      "TRANSIENT, killed,          true,  true",
      "TRANSIENT, crash,           true,  true",
      "TRANSIENT, other,           true,  true",
      "TEMPORARY, normal,          false, false",
      "TEMPORARY, shutdown,        false, false",
      "TEMPORARY, '{shutdown, x}', false, false",
      "TEMPORARY, killed,          false, true",
      "TEMPORARY, crash,           false, true",
      "TEMPORARY, other,           false, true"})
  void afterTheEndOfAChild(Restart type, String reason, boolean restarted, boolean reported) {
    assertThat(RestartDecision.of(type, reason(reason))).isEqualTo(new RestartDecision(restarted, reported));
  }

  /** SUP-48: proper when told to stop? proper when killed brutally? */
  @ParameterizedTest
  @CsvSource(quoteCharacter = '\'', value = {
      "PERMANENT, shutdown,        true,  false",
      "PERMANENT, killed,          false, true",
      "PERMANENT, normal,          false, false",
      "PERMANENT, '{shutdown, x}', false, false",
      "PERMANENT, other,           false, false",
      "TRANSIENT, shutdown,        true,  true",
      "TRANSIENT, killed,          false, true",
      "TRANSIENT, normal,          true,  true",
      "TRANSIENT, '{shutdown, x}', true,  true",
      "TRANSIENT, crash,           false, false",
      "TEMPORARY, shutdown,        true,  true",
      "TEMPORARY, killed,          false, true",
      "TEMPORARY, normal,          true,  true",
      "TEMPORARY, '{shutdown, x}', true,  true",
      "TEMPORARY, noproc,          false, false",
      "TEMPORARY, kill,            false, false"})
  void afterAStop(Restart type, String reason, boolean told, boolean brutal) {
    for (Shutdown shutdown : List.of(Shutdown.INFINITY, Shutdown.after(Duration.ofSeconds(1)))) {
      assertThat(RestartDecision.isProperStop(type, shutdown, reason(reason))).isEqualTo(told);
    }
    assertThat(RestartDecision.isProperStop(type, Shutdown.BRUTAL_KILL, reason(reason))).isEqualTo(brutal);
  }
}

package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.ExitSignals.Outcome;
import dev.ninefold.term.ExitReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of exit signals, EXT-2 to EXT-13. */
class ExitSignalsTest {

  private static final String DIES = "dies";

  // The reason, whether by a link that still exists or by exit/2, whether it is the own signal; then what a process that does not trap does,
  // and what one that traps does. "dies X": with X.
  @ParameterizedTest
  @CsvSource({
      "normal,   exit2, other, ignores,       gets",
      "normal,   exit2, self,  dies normal,   gets",
      "normal,   link,  other, ignores,       gets",
      "shutdown, exit2, other, dies shutdown, gets",
      "shutdown, exit2, self,  dies shutdown, gets",
      "shutdown, link,  other, dies shutdown, gets",
      "kill,     exit2, other, dies killed,   dies killed",
      "kill,     exit2, self,  dies killed,   dies killed",
      "kill,     link,  other, dies kill,     gets",
      "killed,   exit2, other, dies killed,   gets",
      "killed,   exit2, self,  dies killed,   gets",
      "killed,   link,  other, dies killed,   gets",
      "noproc,   exit2, other, dies noproc,   gets",
      "noproc,   link,  other, dies noproc,   gets",
      "foo,      exit2, other, dies foo,      gets",
      "foo,      exit2, self,  dies foo,      gets",
      "foo,      link,  other, dies foo,      gets",
  })
  void table(String reason, String way, String sender, String plain, String trapping) {
    boolean link = way.equals("link");
    boolean self = sender.equals("self");
    assertThat(text(ExitSignals.decide(reason(reason), link, link, false, self))).isEqualTo(plain);
    assertThat(text(ExitSignals.decide(reason(reason), link, link, true, self))).isEqualTo(trapping);
  }

  // EXT-13
  @Test
  void whatComesFromALinkThatIsNoMoreIsIgnored() {
    for (ExitReason reason : List.of(ExitReason.NORMAL, ExitReason.KILL, ExitReason.KILLED, ExitReason.of("foo"))) {
      assertThat(ExitSignals.decide(reason, true, false, false, false)).isEqualTo(Outcome.IGNORE);
      assertThat(ExitSignals.decide(reason, true, false, true, false)).isEqualTo(Outcome.IGNORE);
    }
  }

  private static ExitReason reason(String text) {
    return switch (text) {
      case "normal" -> ExitReason.NORMAL;
      case "shutdown" -> ExitReason.SHUTDOWN;
      case "kill" -> ExitReason.KILL;
      case "killed" -> ExitReason.KILLED;
      case "noproc" -> ExitReason.NOPROC;
      case String other -> ExitReason.of(other);
    };
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ignore _ -> "ignores";
      case Outcome.Deliver _ -> "gets";
      case Outcome.Terminate(ExitReason reason) -> DIES + " " + reason;
    };
  }
}

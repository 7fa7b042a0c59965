package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.process.OverflowEngine.Decision;
import dev.ninefold.process.OverflowEngine.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OverflowEngineTest {

  @ParameterizedTest
  @CsvSource({"BLOCK_SENDER, BLOCK, BLOCK", "REFUSE, REFUSE, REFUSE", "DROP_NEWEST, DROP, REFUSE",
      "DROP_OLDEST, DROP_OLDEST, REFUSE", "CRASH_RECEIVER, CRASH, CRASH"})
  void aFullMailbox(WhenFull whenFull, Decision ofMessage, Decision ofRequest) {
    MailboxLimit limit = new MailboxLimit(2, whenFull);
    assertThat(OverflowEngine.decide(limit, 2, false, Kind.MESSAGE)).isEqualTo(ofMessage);
    assertThat(OverflowEngine.decide(limit, 2, false, Kind.REQUEST)).isEqualTo(ofRequest);
  }

  @ParameterizedTest
  @EnumSource(WhenFull.class)
  void thereIsRoom(WhenFull whenFull) {
    for (Kind kind : Kind.values()) {
      assertThat(OverflowEngine.decide(new MailboxLimit(2, whenFull), 1, false, kind)).isEqualTo(Decision.ADMIT);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whoComesLaterDoesNotOvertakeWhoWaitsForRoom(Kind kind) {
    assertThat(OverflowEngine.decide(new MailboxLimit(2, WhenFull.BLOCK_SENDER), 1, true, kind)).isEqualTo(Decision.BLOCK);
  }

  @Test
  void aLimitThatIsNone() {
    assertThatThrownBy(() -> new MailboxLimit(0, WhenFull.REFUSE)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("messages: expected how many may wait, one or more, got 0");
    assertThatThrownBy(() -> new MailboxLimit(1, null)).isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("whenFull: expected");
  }
}

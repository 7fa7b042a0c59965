package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of long mailboxes. */
class LongQueueEngineTest {

  private static final LongMessageQueue TEN = new LongMessageQueue(3, 10);
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({"9, false, NOTHING", "10, false, REPORT", "11, true, NOTHING", "4, true, NOTHING", "3, true, REARM",
      "0, true, REARM",
      "0, false, NOTHING"})
  void aLengthIsToldOnceUntilItIsShortAgain(int length, boolean reported, LongQueueEngine.Decision expected) {
    assertThat(LongQueueEngine.decide(TEN, length, reported)).isEqualTo(expected);
  }

  @Test
  void nothingIsTooLongWithoutALimit() {
    assertThat(LongQueueEngine.decide(LongMessageQueue.OFF, Integer.MAX_VALUE, false))
        .isEqualTo(LongQueueEngine.Decision.NOTHING);
  }

  @Test
  void aLongLookIsFollowedByALongerPause() {
    assertThat(LongQueueEngine.ticksToSkip(9_000_000, SECOND)).isZero();
    assertThat(LongQueueEngine.ticksToSkip(50_000_000, SECOND)).isEqualTo(5);
  }
}

package dev.ninefold.report;

import static dev.ninefold.report.ReportStormEngine.MAX_KEYS;
import static dev.ninefold.report.ReportStormEngine.WINDOW_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.report.ReportStormEngine.Action;
import dev.ninefold.report.ReportStormEngine.Action.PrintCount;
import dev.ninefold.report.ReportStormEngine.Action.PrintInFull;
import dev.ninefold.report.ReportStormEngine.Action.Wake;
import dev.ninefold.report.ReportStormEngine.Event;
import dev.ninefold.report.ReportStormEngine.Line;
import dev.ninefold.report.ReportStormEngine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportStormEngineTest {

  private static final ReportStormEngine.Key A = key("{gen_server, terminate}", "a", "boom");
  private static final ReportStormEngine.Key B = key("{gen_server, terminate}", "b", "boom");
  private static final long MS = 1_000_000;

  private State state = State.EMPTY;

  private static ReportStormEngine.Key key(String label, String who, String reason) {
    return new ReportStormEngine.Key(label, who, reason);
  }

  private static Line line(ReportStormEngine.Key key) {
    return new Line(Level.ERROR, key.label(), "Generic server " + key.who() + " terminating");
  }

  private static PrintCount count(ReportStormEngine.Key key, long count) {
    return new PrintCount(key, line(key), count);
  }

  private List<Action> arrive(ReportStormEngine.Key key, long millis) {
    return step(new Event.Arrived(key, line(key)), millis * MS);
  }

  private List<Action> wake(long millis) {
    return step(new Event.Woken(), millis * MS);
  }

  private List<Action> step(Event event, long now) {
    var step = ReportStormEngine.step(state, event, now);
    state = step.state();
    return step.actions();
  }

  @Test
  void theFirstIsPrintedInFullAndNeedsNoTimer() {
    assertThat(arrive(A, 0)).containsExactly(new PrintInFull());
    assertThat(arrive(B, 10)).containsExactly(new PrintInFull());
    assertThat(state.wakeAsked()).isFalse();
  }

  @Test
  void equalOnesWithinASecondBecomeOneLine() {
    arrive(A, 0);
    assertThat(arrive(A, 100)).containsExactly(new Wake(1000 * MS));
    assertThat(arrive(A, 200)).isEmpty();
    assertThat(arrive(A, 999)).isEmpty();
    assertThat(wake(1000)).containsExactly(count(A, 3));
  }

  @Test
  void aStormGoesOnWithOneLineASecond() {
    arrive(A, 0);
    arrive(A, 500);
    assertThat(wake(1000)).containsExactly(count(A, 1));
    assertThat(arrive(A, 1200)).containsExactly(new Wake(2000 * MS));
    assertThat(arrive(A, 1300)).isEmpty();
    assertThat(wake(2000)).containsExactly(count(A, 2));
  }

  /** I4 */
  @Test
  void aFlushPrintsTheCountsAndLeavesTheWindows() {
    arrive(A, 0);
    arrive(B, 10);
    arrive(A, 100);
    arrive(A, 200);
    assertThat(step(new Event.Flushed(), 300 * MS)).containsExactly(count(A, 2));
    assertThat(step(new Event.Flushed(), 300 * MS)).isEmpty();
    // The wake that the first of them asked for comes all the same; nothing asks for another one.
    assertThat(arrive(A, 400)).isEmpty();
    assertThat(arrive(B, 400)).isEmpty();
    assertThat(wake(1000)).containsExactly(count(A, 1), new Wake(1010 * MS));
    assertThat(wake(1010)).containsExactly(count(B, 1));
  }

  @Test
  void aKeyThatWasQuietForASecondIsPrintedInFullAgain() {
    arrive(A, 0);
    assertThat(arrive(A, 1000)).containsExactly(new PrintInFull());
    arrive(A, 1500);
    assertThat(wake(2000)).containsExactly(count(A, 1));
    assertThat(arrive(A, 3000)).containsExactly(new PrintInFull());
  }

  @Test
  void aLateWakeLosesNothing() {
    arrive(A, 0);
    arrive(A, 500);
    assertThat(arrive(A, 1700)).as("the window ended without a wake").containsExactly(count(A, 1));
    assertThat(wake(1800)).containsExactly(new Wake(2700 * MS));
    assertThat(wake(2700)).containsExactly(count(A, 1));
  }

  @Test
  void eachKeyHasItsOwnWindow() {
    arrive(A, 0);
    arrive(B, 400);
    assertThat(arrive(B, 500)).as("not later than the first window").containsExactly(new Wake(1000 * MS));
    assertThat(arrive(A, 900)).isEmpty();
    assertThat(wake(1000)).containsExactly(count(A, 1), new Wake(1400 * MS));
    assertThat(wake(1400)).containsExactly(count(B, 1));
  }

  @Test
  void theEndTellsWhatWasCounted() {
    arrive(A, 0);
    arrive(A, 1);
    arrive(B, 2);
    arrive(B, 3);
    arrive(B, 4);
    assertThat(step(new Event.Closed(), 5 * MS)).containsExactly(count(A, 1), count(B, 2));
    assertThat(arrive(A, 6)).as("after the end nothing is counted").containsExactly(new PrintInFull());
    assertThat(arrive(A, 6)).containsExactly(new PrintInFull());
    assertThat(wake(1000)).isEmpty();
    assertThat(step(new Event.Closed(), 7 * MS)).isEmpty();
  }

  @Test
  void memoryIsBoundedAndTheOldestMakesRoom() {
    arrive(A, 0);
    arrive(A, 1);
    for (int i = 0; i < MAX_KEYS - 1; i++) {
      assertThat(arrive(key("l", "who" + i, "why"), 2)).containsExactly(new PrintInFull());
    }
    assertThat(arrive(B, 3)).containsExactly(count(A, 1), new PrintInFull());
    assertThat(state.entries()).hasSize(MAX_KEYS).doesNotContainKey(A);
  }

  @Test
  void keysWithoutACountAreForgotten() {
    for (int i = 0; i < 50; i++) {
      arrive(key("l", "who" + i, "why"), 0);
    }
    arrive(A, 1000);
    assertThat(state.entries()).containsOnlyKeys(A);
  }

  /** Any sequence: printed in full + counted = arrived, wakes come in time, one line per key and second. */
  @Test
  void nothingIsLostInAnySequence() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      state = State.EMPTY;
      long now = 0;
      long wakeAt = Long.MAX_VALUE;
      long arrived = 0;
      var told = new ArrayList<Action>();
      for (int i = 0; i < 500; i++) {
        now += random.nextLong(WINDOW_NANOS / 4);
        List<Action> actions;
        if (wakeAt <= now) {
          wakeAt = Long.MAX_VALUE;
          actions = step(new Event.Woken(), now);
        } else {
          arrived++;
          var key = key("l", "who" + random.nextInt(200), "why");
          actions = step(new Event.Arrived(key, line(key)), now);
        }
        for (Action action : actions) {
          if (action instanceof Wake(long at)) {
            assertThat(wakeAt).as("one wake at a time, seed %d", seed).isEqualTo(Long.MAX_VALUE);
            wakeAt = at;
          }
        }
        long end = wakeAt;
        assertThat(state.entries().values()).as("I2, seed %d", seed)
            .allSatisfy(e -> assertThat(e.folded() == 0 || end <= e.windowEnd()).isTrue());
        assertThat(state.entries()).hasSizeLessThanOrEqualTo(MAX_KEYS);
        told.addAll(actions);
      }
      told.addAll(step(new Event.Closed(), now));
      long printed = told.stream().mapToLong(a -> switch (a) {
        case PrintInFull _ -> 1;
        case PrintCount c -> c.count();
        case Wake _ -> 0;
      }).sum();
      assertThat(printed).as("seed %d", seed).isEqualTo(arrived);
    }
  }
}

package dev.ninefold.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.ninefold.task.StreamOptions.OnTimeout;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.task.TaskStreamEngine.Answer;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TSK-20 to TSK-23. */
class TaskStreamEngineTest {
  private static final StreamOptions TWO = StreamOptions.DEFAULT.withMaxConcurrency(2);
  private static final Answer PULL = new Answer.Pull();
  private static final Answer END = new Answer.End();

  private static TaskStreamEngine engine(StreamOptions options) {
    return new TaskStreamEngine(options);
  }

  private static Answer ok(Object value) {
    return new Answer.Result(new TaskResult.Ok<>(value));
  }

  private static Answer exit(ExitReason reason) {
    return new Answer.Result(new TaskResult.Exit<>(reason));
  }

  /** Elements are asked for until as many as allowed run. */
  private static TaskStreamEngine with(StreamOptions options, Object... elements) {
    var engine = engine(options);
    for (int i = 0; i < elements.length; i++) {
      assertThat(engine.next()).contains(PULL);
      assertThat(engine.element(elements[i])).isEqualTo(i);
    }
    return engine;
  }

  private static void done(TaskStreamEngine engine, long position, Object value) {
    engine.replied(position, value);
    engine.ended(position, ExitReason.NORMAL);
  }

  @Test
  void anEmptySourceHasNoResults() {
    var engine = engine(TWO);
    assertThat(engine.next()).contains(PULL);
    engine.noMore();
    assertThat(engine.next()).contains(END);
  }

  @Test
  void noMoreElementsAreAskedForThanMayRun() {
    var engine = with(TWO, "a", "b");
    assertThat(engine.next()).isEmpty();
    engine.replied(1, "B");
    assertThat(engine.next()).as("it has a result, and has not ended").isEmpty();
  }

  @Test
  void inOrderAResultWaitsForItsTurnAndDoesNotCountAsRunning() {
    var engine = with(TWO, "a", "b");
    done(engine, 1, "B");
    assertThat(engine.next()).contains(PULL);
    engine.element("c");
    done(engine, 2, "C");
    assertThat(engine.next()).contains(PULL);
    engine.noMore();
    assertThat(engine.next()).isEmpty();
    done(engine, 0, "A");
    assertThat(engine.next()).contains(ok("A"));
    assertThat(engine.next()).contains(ok("B"));
    assertThat(engine.next()).contains(ok("C"));
    assertThat(engine.next()).contains(END);
  }

  @Test
  void withoutOrderAResultComesWhenItIsThere() {
    var engine = with(TWO.withOrdered(false), "a", "b");
    done(engine, 1, "B");
    done(engine, 0, "A");
    assertThat(engine.next()).contains(ok("B"));
    assertThat(engine.next()).as("B has made room").contains(PULL);
    engine.noMore();
    assertThat(engine.next()).contains(ok("A"));
    assertThat(engine.next()).contains(END);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSourceWithoutEndIsNotReadAheadHoweverFastTheTasksAre(boolean ordered) {
    var engine = engine(TWO.withOrdered(ordered));
    for (int i = 0; i < 2; i++) {
      assertThat(engine.next()).contains(PULL);
      done(engine, engine.element(i), i);
    }
    assertThat(engine.next()).contains(ok(0));
  }

  @Test
  void aNullIsAResult() {
    var engine = with(TWO, "a");
    done(engine, 0, null);
    engine.noMore();
    assertThat(engine.next()).contains(ok(null));
  }

  @Test
  void aTaskThatEndsWithoutResultHasAnExit() {
    var engine = with(TWO, "a", "b");
    engine.noMore();
    engine.ended(0, ExitReason.NORMAL);
    engine.ended(1, ExitReason.of("why"));
    assertThat(engine.next()).contains(exit(ExitReason.NORMAL));
    assertThat(engine.next()).contains(exit(ExitReason.of("why")));
  }

  @Test
  void theElementIsInTheExitIfAskedFor() {
    var engine = with(TWO.withZipInputOnExit(true).withOnTimeout(OnTimeout.KILL_TASK), "a", "b");
    engine.noMore();
    engine.ended(0, ExitReason.SHUTDOWN);
    engine.late(1);
    engine.ended(1, ExitReason.KILLED);
    assertThat(engine.next())
        .contains(new Answer.Result(new TaskResult.Exit<>(ExitReason.SHUTDOWN, Optional.of("a"))));
    assertThat(engine.next())
        .contains(new Answer.Result(new TaskResult.Exit<>(TaskTimeoutException.TIMEOUT, Optional.of("b"))));
  }

  // ---- late tasks

  @Test
  void aLateTaskIsAnExitOrTheEnd() {
    for (OnTimeout what : OnTimeout.values()) {
      var engine = with(TWO.withOnTimeout(what), "a", "b");
      engine.late(1);
      assertThat(engine.next()).as("it has still to die").isEmpty();
      assertThat(engine.ended(1, ExitReason.KILLED)).isTrue();
      done(engine, 0, "A");
      switch (what) {
        case KILL_TASK -> {
          assertThat(engine.next()).contains(PULL);
          engine.noMore();
          assertThat(engine.next()).contains(ok("A"));
          assertThat(engine.next()).contains(exit(TaskTimeoutException.TIMEOUT));
          assertThat(engine.next()).contains(END);
        }
        case EXIT -> {
          assertThat(engine.next()).contains(new Answer.Failed(TaskTimeoutException.TIMEOUT));
          assertThat(engine.next()).as("for good").contains(new Answer.Failed(TaskTimeoutException.TIMEOUT));
        }
      }
    }
  }

  @Test
  void aResultCountsMoreThanThatItWasLate() {
    var engine = with(TWO, "a", "b");
    engine.noMore();
    engine.replied(0, "A");
    engine.late(0);
    engine.late(1);
    engine.replied(1, "B");
    assertThat(engine.ended(0, ExitReason.KILLED)).isTrue();
    assertThat(engine.ended(1, ExitReason.NORMAL)).isTrue();
    engine.late(1);
    assertThat(engine.next()).contains(ok("A"));
    assertThat(engine.next()).contains(ok("B"));
    assertThat(engine.next()).contains(END);
  }

  // ---- what cannot be

  @Test
  void aTaskThatCannotBeStartedIsAFailure() {
    var engine = with(TWO, "a", "b");
    engine.notStarted(1, ExitReason.NOPROC);
    done(engine, 0, "A");
    assertThat(engine.next()).contains(new Answer.Failed(ExitReason.NOPROC));
  }

  @Test
  void aTaskEndsOnce() {
    var engine = with(TWO, "a");
    assertThat(engine.ended(0, ExitReason.NORMAL)).isFalse();
    assertThatNullPointerException().isThrownBy(() -> engine.ended(0, ExitReason.NORMAL));
  }

  // ---- all together

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whateverHappensEachElementHasOneResultAndNoMoreRunThanMay(boolean ordered) {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      List<Integer> elements = IntStream.range(0, random.nextInt(20)).boxed().toList();
      Iterator<Integer> source = elements.iterator();
      int max = 1 + random.nextInt(5);
      var engine = engine(StreamOptions.DEFAULT.withMaxConcurrency(max)
          .withOrdered(ordered)
          .withOnTimeout(OnTimeout.KILL_TASK)
          .withZipInputOnExit(true));
      var running = new ArrayList<Integer>();
      var results = new ArrayList<Object>();
      boolean end = false;
      while (!end) {
        if (!running.isEmpty() && random.nextBoolean()) {
          Collections.shuffle(running, random);
          end(engine, running.removeFirst(), random);
          continue;
        }
        Optional<Answer> answer = engine.next();
        if (answer.isEmpty()) {
          assertThat(running).as("seed %s waits for one that runs", seed).isNotEmpty();
          end(engine, running.removeFirst(), random);
          continue;
        }
        switch (answer.get()) {
          case Answer.Pull _ when source.hasNext() -> {
            int element = source.next();
            engine.element(element);
            running.add(element);
            assertThat(running.size()).isLessThanOrEqualTo(max);
          }
          case Answer.Pull _ -> engine.noMore();
          case Answer.Result(TaskResult.Ok<?>(Object value)) -> results.add(value);
          case Answer.Result(TaskResult.Exit<?>(var _, Optional<?> input)) -> results.add(input.orElseThrow());
          case Answer.End _ -> end = true;
          case Answer.Failed failed -> throw new AssertionError("seed " + seed + ": " + failed);
        }
      }
      if (ordered) {
        assertThat(results).as("seed %s", seed).isEqualTo(elements);
      } else {
        assertThat(results).as("seed %s", seed).containsExactlyInAnyOrder(elements.toArray());
      }
    }
  }

  private static void end(TaskStreamEngine engine, int position, Random random) {
    if (random.nextInt(4) == 0) {
      engine.late(position);
    }
    if (random.nextInt(4) > 0) {
      engine.replied(position, position);
    }
    engine.ended(position, ExitReason.NORMAL);
  }
}

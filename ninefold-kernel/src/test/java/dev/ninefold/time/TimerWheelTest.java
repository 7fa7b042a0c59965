package dev.ninefold.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

  /** The tests take cancelled timers out themselves. */
  private static final WheelTimer.Owner OWNER = new WheelTimer.Owner() {
    private final LongAdder count = new LongAdder();

    @Override
    public LongAdder count() {
      return count;
    }

    @Override
    public void cancelled(WheelTimer timer) {}
  };

  private final TimerWheel wheel = new TimerWheel();
  private final List<Long> fired = new ArrayList<>();
  private long now;

  private WheelTimer start(long tick) {
    WheelTimer timer = new WheelTimer(tick * 1_000_000, tick, t -> fired.add(((WheelTimer) t).tick), OWNER);
    wheel.change(timer);
    return timer;
  }

  private void advance(long tick) {
    now = tick;
    wheel.advance(tick);
  }

  @Test
  void anEmptyWheelHasNothingToDo() {
    assertThat(wheel.nextTick()).isEqualTo(Long.MAX_VALUE);
    advance(1_000_000_000_000L);
    assertThat(wheel.nextTick()).isEqualTo(Long.MAX_VALUE);
  }

  // Each boundary of a level, one less and one more: fires at its tick, neither one tick before nor one after.
  @Test
  void everyLevel() {
    for (int level = 0; level <= 6; level++) {
      long span = 1L << (6 * level);
      for (long tick : List.of(span - 1, span, span + 1, 63 * span, 64 * span - 1, 64 * span, 64 * span + 1)) {
        long due = now + tick;
        start(due);
        if (due > now) {
          advance(due - 1);
        }
        assertThat(fired).isEmpty();
        assertThat(wheel.nextTick()).isLessThanOrEqualTo(due);
        advance(due);
        assertThat(fired).containsExactly(due);
        fired.clear();
      }
    }
  }

  @Test
  void aPastTickFiresAtTheNextAdvance() {
    advance(1000);
    start(3);
    assertThat(wheel.nextTick()).isEqualTo(1000);
    advance(1000);
    assertThat(fired).containsExactly(3L);
  }

  @Test
  void aLongLeapFiresInOrderOfTheTicks() {
    List<Long> ticks = List.of(1L, 63L, 64L, 100L, 4095L, 4096L, 4097L, 300_000L, 20_000_000L, 1L << 36);
    ticks.reversed().forEach(this::start);
    advance(1L << 40);
    assertThat(fired).isEqualTo(ticks);
  }

  @Test
  void theFarthestDeadlineThereIs() {
    long farthest = Long.MAX_VALUE / 1_000_000;
    start(farthest);
    advance(farthest - 1);
    assertThat(fired).isEmpty();
    advance(farthest);
    assertThat(fired).containsExactly(farthest);
  }

  @Test
  void aCancelledTimerGoesOutAtOnce() {
    WheelTimer timer = start(5000);
    timer.fire(); // not pending any more, as after a cancel, which would tell the thread of the owner besides
    fired.clear();
    wheel.change(timer);
    assertThat(wheel.nextTick()).isEqualTo(Long.MAX_VALUE);
    WheelTimer early = new WheelTimer(7, 7, _ -> fired.add(7L), OWNER);
    early.cancel();
    wheel.change(early);
    assertThat(wheel.nextTick()).isEqualTo(Long.MAX_VALUE);
    advance(10_000);
    assertThat(fired).isEmpty();
  }

  @Test
  void aTimerMayStartAnother() {
    WheelTimer first = new WheelTimer(10, 10, _ -> start(10), OWNER);
    wheel.change(first);
    advance(10);
    assertThat(fired).containsExactly(10L);
  }

  // The thread's handler is told, and the others fire.
  @Test
  void aTaskThatThrows() {
    RuntimeException problem = new IllegalStateException("problem");
    List<Throwable> told = new ArrayList<>();
    Thread thread = Thread.currentThread();
    var before = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((_, e) -> told.add(e));
    try {
      start(10);
      wheel.change(new WheelTimer(10, 10, _ -> {
        throw problem;
      }, OWNER));
      start(10);
      start(11);
      advance(11);
    } finally {
      thread.setUncaughtExceptionHandler(before);
    }
    assertThat(fired).containsExactly(10L, 10L, 11L);
    assertThat(told).containsExactly(problem);
  }

  // Random starts, cancellations and leaps beside a map that is searched.
  @Test
  void doesAsASortedList() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      TimerWheelTest run = new TimerWheelTest();
      run.now = 0;
      Map<WheelTimer, Long> model = new LinkedHashMap<>();
      for (int step = 0; step < 300; step++) {
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            long tick = run.now + (random.nextLong() >>> 1 >>> (20 + random.nextInt(43)));
            model.put(run.start(tick), tick);
          }
          case 2 -> {
            if (!model.isEmpty()) {
              WheelTimer timer = model.keySet().stream().skip(random.nextInt(model.size())).findFirst().orElseThrow();
              assertThat(timer.cancel()).isTrue();
              run.wheel.change(timer);
              model.remove(timer);
            }
          }
          default -> {
            long to = run.now + (random.nextLong() >>> 1 >>> (20 + random.nextInt(43)));
            long next = run.wheel.nextTick();
            model.values().forEach(tick -> assertThat(next).isLessThanOrEqualTo(Math.max(tick, run.now)));
            run.advance(to);
            List<Long> due = model.values().stream().filter(tick -> tick <= to).sorted().toList();
            assertThat(run.fired).isEqualTo(due);
            run.fired.clear();
            model.values().removeIf(tick -> tick <= to);
          }
        }
      }
    }
  }
}

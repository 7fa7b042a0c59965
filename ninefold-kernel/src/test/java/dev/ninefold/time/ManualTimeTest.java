package dev.ninefold.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

  private final ManualTime time = new ManualTime();
  private final List<String> fired = new ArrayList<>();

  private Timer start(long deadline, String name) {
    return time.schedule(deadline, timer -> fired.add(name + " of " + timer.deadline() + " at " + time.nanoTime()));
  }

  @Test
  void standsStill() {
    assertThat(time.nanoTime()).isZero();
    start(0, "past");
    assertThat(fired).isEmpty();
    assertThat(time.pending()).isOne();
    time.advance(Duration.ZERO);
    assertThat(fired).containsExactly("past of 0 at 0");
    assertThat(time.pending()).isZero();
  }

  @Test
  void firesEachAtItsOwnTimeInOrder() {
    start(30, "c");
    start(10, "a");
    start(20, "b1");
    start(20, "b2");
    start(41, "later");
    time.advance(Duration.ofNanos(40));
    assertThat(fired).containsExactly("a of 10 at 10", "b1 of 20 at 20", "b2 of 20 at 20", "c of 30 at 30");
    assertThat(time.nanoTime()).isEqualTo(40);
    assertThat(time.pending()).isOne();
  }

  @Test
  void whatATimerStartsFiresOnTheWay() {
    time.schedule(10, _ -> start(15, "second"));
    time.advance(Duration.ofNanos(20));
    assertThat(fired).containsExactly("second of 15 at 15");
  }

  @Test
  void cancelledOnceAndNeverFires() {
    Timer timer = start(10, "a");
    assertThat(timer.isPending()).isTrue();
    assertThat(timer.cancel()).isTrue();
    assertThat(timer.cancel()).isFalse();
    assertThat(timer.isPending()).isFalse();
    time.advance(Duration.ofNanos(20));
    assertThat(fired).isEmpty();
    Timer late = start(30, "b");
    time.advance(Duration.ofNanos(20));
    assertThat(late.cancel()).isFalse();
    assertThat(time.pending()).isZero();
  }

  @Test
  void doesNotGoBack() {
    assertThatThrownBy(() -> time.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoThatMoveTheClockMoveItByBoth() throws InterruptedException {
    ManualTime clock = new ManualTime();
    AtomicReference<Thread> second = new AtomicReference<>();
    clock.schedule(1, _ -> {
      second.set(Thread.ofVirtual().start(() -> clock.advance(Duration.ofNanos(10))));
      while (second.get().getState() == Thread.State.NEW || second.get().getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
    });
    clock.advance(Duration.ofNanos(1));
    second.get().join();
    assertThat(clock.nanoTime()).isEqualTo(11);
  }
}

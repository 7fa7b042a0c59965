package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The timers of a process: BoundTimer I1 and I2. */
class BoundTimerTest {

  // Cancelled in any order, none is lost and none stays; what is left is dropped with the process.
  @Test
  @WithNode
  void someAreCancelledAndTheRestEndsWithTheProcess(TestNode node) throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(20);
      int cancelled = random.nextInt(count + 1);
      node.run(() -> {
        Pid pid = Process.spawnLink(Messages::idle);
        List<TimerRef> timers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          timers.add(Process.sendAfter(Duration.ofHours(1), pid, i));
        }
        Collections.shuffle(timers, random);
        for (TimerRef timer : timers.subList(0, cancelled)) {
          assertThat(Process.cancelTimer(timer)).isPresent();
          assertThat(Process.cancelTimer(timer)).isEmpty();
        }
        assertThat(timers.subList(cancelled, count)).allMatch(timer -> Process.readTimer(timer).isPresent());
        assertThat(node.node().timers().pending()).isEqualTo(count - cancelled);
        Process.trapExit(true);
        Process.exit(pid, ExitReason.KILL);
        Messages.exitOf(pid);
        assertThat(node.node().timers().pending()).isZero();
        assertThat(timers).allMatch(timer -> Process.readTimer(timer).isEmpty());
      });
    }
  }

  // Firing and being cancelled meet, again and again; each message comes or was cancelled, never both.
  @Test
  @WithNode
  void eachFiresOrIsCancelled(TestNode node) throws Exception {
    node.run(() -> {
      int count = 2_000;
      int cancelled = 0;
      List<TimerRef> timers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        timers.add(Process.sendAfter(Duration.ofNanos(i * 1_000L), Process.self(), i));
        if (i % 3 == 0 && Process.cancelTimer(timers.get(i / 2)).isPresent()) {
          cancelled++;
        }
      }
      for (int i = 0; i < count - cancelled; i++) {
        Process.receive(Integer.class);
      }
      assertThat(Process.messages(Process.self())).isEmpty();
      assertThat(node.node().timers().pending()).isZero();
    });
  }
}

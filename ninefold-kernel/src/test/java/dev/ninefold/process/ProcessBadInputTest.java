package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The rows of docs/bad-input.md on plain processes that no other test has. */
@WithNode
class ProcessBadInputTest {
  TestNode node;

  @Test
  void nullIsRefusedWithWhatWasExpected() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      assertThatNullPointerException().isThrownBy(() -> Process.spawn(null)).withMessageContaining("body");
      assertThatNullPointerException().isThrownBy(() -> Process.send(self, null)).withMessageContaining("message");
      assertThatNullPointerException().isThrownBy(() -> Process.exit(self, null)).withMessageContaining("reason");
      assertThatNullPointerException().isThrownBy(() -> Process.exit((Pid) null, ExitReason.KILL)).withMessageContaining("pid");
      assertThatNullPointerException().isThrownBy(() -> Process.link(null)).withMessageContaining("pid");
      assertThatNullPointerException().isThrownBy(() -> Process.unlink(null)).withMessageContaining("pid");
      assertThatNullPointerException().isThrownBy(() -> Process.put("key", null)).withMessageContaining("erase");
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void negativeTimesAreRefused() throws Exception {
    node.run(() -> {
      Process.send(Process.self(), "stays");
      var negative = Duration.ofMillis(-1);
      assertThatThrownBy(() -> Process.receive(String.class, _ -> true, negative)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Process.sendAfter(negative, Process.self(), "never")).isInstanceOf(IllegalArgumentException.class);
      assertThat(Process.receive()).isEqualTo("stays");
    });
  }

  @Test
  @WithNode(manualTime = true)
  void pointsInTimeThatAreNone(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      for (long millis : new long[] {Long.MAX_VALUE, Long.MAX_VALUE / 1000, Long.MAX_VALUE / 1_000_000 + 1}) {
        assertThatThrownBy(() -> Process.sendAt(millis, self, "never")).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("millis: expected a point of the node's monotonic clock, got " + millis);
      }
      TimerRef last = Process.sendAt(Long.MAX_VALUE / 1_000_000, self, "in 292 years");
      assertThat(Process.cancelTimer(last)).hasValue(Long.MAX_VALUE / 1_000_000 - node.time().millis());
      assertThat(Process.isMailboxEmpty()).isTrue();
      // What is past is due at once.
      Process.sendAt(Long.MIN_VALUE, self, "now");
      node.time().advance(Duration.ZERO);
      assertThat(Process.receive()).isEqualTo("now");
    });
  }

  @Test
  void sendingToNobody() throws Exception {
    node.run(() -> {
      var dead = Process.spawnMonitor(() -> {});
      Process.receive(Info.Down.class);
      Process.send(dead.pid(), "disappears");
      Process.send(new Name.OnNode("nobody", node.node().name()), "disappears");
      Process.send(new Name.OnNode("nobody", "elsewhere"), "disappears");
      assertThatThrownBy(() -> Process.send(Name.local("nobody"), "x")).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nobody: no process is registered under that name");
      assertThatThrownBy(() -> Process.send(Name.global("nobody"), "x")).isInstanceOf(ExitException.class)
          .hasMessageContaining("badarg");
    });
  }

  @Test
  void aNameInUse() throws Exception {
    node.run(() -> {
      Pid holder = Process.spawnLink(() -> Process.receive());
      Process.register("taken", holder);
      assertThatThrownBy(() -> Process.register("taken", Process.self())).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the name is in use by " + holder);
      assertThatThrownBy(() -> Process.register("second", holder)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("registered as taken already");
      assertThatThrownBy(() -> Process.unregister("unknown")).isInstanceOf(IllegalArgumentException.class);
      assertThat(Process.whereis("taken")).contains(holder);
    });
  }

  @Test
  void errorsOfTheBodyEndOnlyIt() throws Exception {
    node.ignoreReports(ProcessError.class);
    node.run(() -> {
      Pid neighbour = Process.spawnLink(() -> Process.receive());
      assertThat(reasonOf(() -> endless(0)).cause()).isInstanceOf(StackOverflowError.class);
      assertThat(reasonOf(() -> {
        throw new OutOfMemoryError("made up");
      }).cause()).isInstanceOf(OutOfMemoryError.class);
      assertThat(reasonOf(() -> {
        throw new Exception("checked");
      }).cause()).hasMessage("checked");
      assertThat(Process.isAlive(neighbour)).isTrue();
    });
  }

  private static ExitReason.Crashed reasonOf(Process.Body body) {
    Process.spawnMonitor(body);
    return (ExitReason.Crashed) Process.receive(Info.Down.class).reason();
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  @Test
  void aGuardThatThrowsLosesNoMessage() throws Exception {
    node.run(() -> {
      Process.send(Process.self(), "first");
      Process.send(Process.self(), "second");
      assertThatThrownBy(() -> Process.receive(String.class, _ -> {
        throw new IllegalStateException("guard");
      })).hasMessage("guard");
      assertThat(Process.receive()).isEqualTo("first");
      assertThat(Process.receive()).isEqualTo("second");
    });
  }

  @Test
  void aBodyThatSwallowsItsInterruptIsDeadAllTheSame() throws Exception {
    var runs = new CompletableFuture<Pid>();
    var letGo = new CountDownLatch(1);
    var apiRefused = new AtomicBoolean();
    Pid stubborn = node.spawn(() -> {
      Process.register("stubborn", Process.self());
      runs.complete(Process.self());
      while (letGo.getCount() > 0) {
        try {
          letGo.await();
        } catch (InterruptedException _) {
          assertThat(letGo.getCount()).isLessThanOrEqualTo(1);
        }
      }
      try {
        Process.send(Process.self(), "lands nowhere");
      } catch (ProcessKilledError e) {
        apiRefused.set(true);
        throw e;
      }
    });
    node.await(runs);
    node.run(() -> {
      Process.monitor(stubborn);
      Process.exit(stubborn, ExitReason.KILL);
      assertThat(Process.receive(Info.Down.class).reason()).isEqualTo(ExitReason.KILLED);
      Process.register("stubborn", Process.self());
      assertThat(node.node().zombies()).containsExactly(stubborn);
    });
    letGo.countDown();
    node.await("the zombie ends", () -> node.node().zombies().isEmpty());
    assertThat(apiRefused).isTrue();
  }

  @Test
  void aBodyThatNeverReturnsStopsNobodyElse() throws Exception {
    var stop = new AtomicBoolean();
    Pid loop = node.spawn(() -> {
      while (!stop.get()) {
        Thread.onSpinWait();
      }
    });
    node.run(() -> {
      Pid self = Process.self();
      Process.spawn(() -> Process.send(self, "the others run"));
      assertThat(Process.receive()).isEqualTo("the others run");
    });
    node.kill(loop);
    stop.set(true);
  }

  @Test
  void aThreadThatIsNoProcessIsTold() {
    assertThatThrownBy(Process::self).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(Process::receive).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Process.link(node.spawn(() -> {}))).isInstanceOf(IllegalStateException.class);
  }
}

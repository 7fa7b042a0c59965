package dev.ninefold.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessError;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class TimerTest {
  TestNode node;

  private static final String SIMPLE = "timer_simple_SUITE";
  private static final Duration HALF = Duration.ofMillis(500);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ExitReason REASON = ExitReason.of("time is up");

  /** Lets time pass; returns whether a message has come before the end of it, and not earlier. */
  private void expectAt(Duration time, Object message) {
    node.time().advance(time.minusNanos(1));
    assertThat(Process.receive(Object.class, _ -> true, Duration.ZERO)).isEmpty();
    node.time().advance(Duration.ofNanos(1));
    assertThat(Process.receive(Object.class, message::equals)).isEqualTo(message);
  }

  private void expectNothing() {
    node.time().advance(Duration.ofDays(1));
    assertThat(Process.receive(Object.class, _ -> true, Duration.ZERO)).isEmpty();
  }

  // ---- apply

  @Test
  @OtpCase(suite = SIMPLE, name = "apply_after1")
  @OtpCase(suite = SIMPLE, name = "apply_after2")
  void codeRunsAfterItsTimeInAProcessOfItsOwn() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Timer.applyAfter(Duration.ZERO, () -> Process.send(self, Process.self()));
      assertThat(Process.receive(Pid.class)).isNotEqualTo(self);
      Timer.applyAfter(HALF, () -> Process.send(self, "done"));
      expectAt(HALF, "done");
    });
  }

  @Test
  void itsFailureDisturbsNothing() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      var runs = new AtomicInteger();
      Timer.applyInterval(SECOND, () -> {
        Process.send(self, "run " + runs.incrementAndGet());
        throw new IllegalStateException("each time");
      });
      awaitKeeper(1);
      expectAt(SECOND, "run 1");
      awaitKeeper(1);
      expectAt(SECOND, "run 2");
    });
    node.ignoreReports(CrashReport.class);
    node.ignoreReports(ProcessError.class);
  }

  @Test
  @OtpCase(suite = SIMPLE, name = "apply_after_invalid_args")
  @OtpCase(suite = SIMPLE, name = "apply_interval_invalid_args")
  @OtpCase(suite = SIMPLE, name = "apply_repeatedly_invalid_args")
  @OtpCase(suite = SIMPLE, name = "send_interval_invalid_args")
  @OtpCase(suite = SIMPLE, name = "cancel_invalid_args")
  void whatMakesNoSenseIsRefused() throws Exception {
    node.run(() -> {
      List<Function<Duration, TRef>> all = List.of(time -> Timer.applyAfter(time, () -> {}), time -> Timer.sendAfter(time, "x"),
          time -> Timer.exitAfter(time, REASON), Timer::killAfter, time -> Timer.applyInterval(time, () -> {}),
          time -> Timer.applyRepeatedly(time, () -> {}), time -> Timer.sendInterval(time, "x"));
      for (var function : all) {
        assertThatIllegalArgumentException().isThrownBy(() -> function.apply(Duration.ofMillis(-1)))
            .withMessage("time: expected zero or more, and not for ever, got PT-0.001S");
        assertThatIllegalArgumentException().isThrownBy(() -> function.apply(Timeout.INFINITY))
            .withMessageContaining("time: expected");
        assertThatNullPointerException().isThrownBy(() -> function.apply(null)).withMessageContaining("time: expected");
      }
      for (var function : all.subList(4, 7)) {
        assertThatIllegalArgumentException().isThrownBy(() -> function.apply(Duration.ZERO))
            .withMessageContaining("more than zero");
      }
      assertThatNullPointerException().isThrownBy(() -> Timer.applyAfter(SECOND, null)).withMessageContaining("body: expected");
      assertThatNullPointerException().isThrownBy(() -> Timer.sendInterval(SECOND, (Destination) null, "x"))
          .withMessageContaining("to: expected");
      assertThatNullPointerException().isThrownBy(() -> Timer.cancel(null)).withMessageContaining("timer: expected");
    });
  }

  // ---- send

  @Test
  @OtpCase(suite = SIMPLE, name = "send_after1")
  @OtpCase(suite = SIMPLE, name = "send_after2")
  @OtpCase(suite = SIMPLE, name = "send_after3")
  @OtpCase(suite = SIMPLE, name = "send_after4")
  @OtpCase(suite = SIMPLE, name = "send_after5")
  @OtpCase(suite = SIMPLE, name = "send_after6")
  void messagesAreSentToPidsAndNames() throws Exception {
    node.run(() -> {
      Process.register("me", Process.self());
      for (Destination to : List.of(Process.self(), Name.local("me"), Name.on("me", node.node()))) {
        Timer.sendAfter(Duration.ZERO, to, "now");
        assertThat(Process.receive(String.class, _ -> true, Duration.ZERO)).contains("now");
        Timer.sendAfter(HALF, to, "later");
        expectAt(HALF, "later");
      }
      Timer.sendAfter(HALF, "to myself");
      expectAt(HALF, "to myself");
      Timer.sendAfter(Duration.ZERO, Name.local("nobody"), "lost");
      Timer.sendAfter(HALF, Name.local("nobody"), "lost");
      expectNothing();
    });
  }

  // ---- exit and kill

  private Ref victim(String name) {
    var victim = Process.spawnMonitor(() -> Process.receive(Object.class, _ -> false));
    Process.register(name, victim.pid());
    return victim.ref();
  }

  private void expectEnd(Ref end, ExitReason reason) {
    node.time().advance(HALF.minusNanos(1));
    assertThat(Process.receive(Info.Down.class, _ -> true, Duration.ZERO)).isEmpty();
    node.time().advance(Duration.ofNanos(1));
    assertThat(Process.receive(Info.Down.class, down -> down.ref() == end).reason()).isEqualTo(reason);
  }

  @Test
  @OtpCase(suite = SIMPLE, name = "exit_after1")
  @OtpCase(suite = SIMPLE, name = "exit_after2")
  @OtpCase(suite = SIMPLE, name = "exit_after4")
  @OtpCase(suite = SIMPLE, name = "kill_after1")
  @OtpCase(suite = SIMPLE, name = "kill_after2")
  void processesAreEnded() throws Exception {
    node.run(() -> {
      Ref one = victim("one");
      Timer.exitAfter(HALF, Process.whereis("one").orElseThrow(), REASON);
      expectEnd(one, REASON);
      Ref two = victim("two");
      Timer.exitAfter(HALF, Name.local("two"), REASON);
      expectEnd(two, REASON);
      Ref three = victim("three");
      Timer.killAfter(HALF, Process.whereis("three").orElseThrow());
      expectEnd(three, ExitReason.KILLED);
      Ref four = victim("four");
      Timer.killAfter(HALF, Name.local("four"));
      expectEnd(four, ExitReason.KILLED);
      Timer.exitAfter(HALF, Name.local("nobody"), REASON);
      expectNothing();
    });
  }

  @Test
  @OtpCase(suite = SIMPLE, name = "exit_after3")
  @OtpCase(suite = SIMPLE, name = "kill_after3")
  void aProcessMayEndItself() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Ref exited = Process.spawnMonitor(() -> {
        Timer.exitAfter(HALF, REASON);
        Process.send(self, "set");
        Process.receive(Object.class, _ -> false);
      }).ref();
      Process.receive(String.class);
      expectEnd(exited, REASON);
      Ref killed = Process.spawnMonitor(() -> {
        Timer.killAfter(HALF);
        Process.send(self, "set");
        Process.receive(Object.class, _ -> false);
      }).ref();
      Process.receive(String.class);
      expectEnd(killed, ExitReason.KILLED);
    });
  }

  // ---- intervals

  /** Waits until who keeps an interval waits for its next time. */
  private void awaitKeeper(int timers) {
    node.await("the interval waits", () -> node.time().pending() == timers);
  }

  @Test
  @OtpCase(suite = SIMPLE, name = "apply_interval1")
  @OtpCase(suite = SIMPLE, name = "apply_repeatedly1")
  @OtpCase(suite = SIMPLE, name = "cancel5")
  void codeRunsAgainAndAgainUntilItIsCancelled() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      List<Function<Process.Body, TRef>> kinds =
          List.of(body -> Timer.applyInterval(SECOND, body), body -> Timer.applyRepeatedly(SECOND, body));
      for (var kind : kinds) {
        TRef timer = kind.apply(() -> Process.send(self, "tick"));
        for (int i = 0; i < 3; i++) {
          awaitKeeper(1);
          expectAt(SECOND, "tick");
        }
        Timer.cancel(timer);
        awaitKeeper(0);
        expectNothing();
      }
    });
  }

  @Test
  @OtpCase(suite = SIMPLE, name = "apply_interval2")
  void codeThatIsSlowOverlaps() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      var go = new CompletableFuture<Void>();
      Timer.applyInterval(SECOND, () -> {
        Process.send(self, "begun");
        go.join();
        Process.send(self, "done");
      });
      for (int i = 0; i < 3; i++) {
        awaitKeeper(1);
        expectAt(SECOND, "begun");
      }
      go.complete(null);
      for (int i = 0; i < 3; i++) {
        assertThat(Process.receive(String.class)).isEqualTo("done");
      }
    });
  }

  @Test
  void codeThatIsRepeatedDoesNotOverlapAndWhatIsOverdueBeginsAtOnce() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      var go = new CompletableFuture<Void>();
      Timer.applyRepeatedly(SECOND, () -> {
        Process.send(self, "begun");
        go.join();
      });
      awaitKeeper(1);
      expectAt(SECOND, "begun");
      node.time().advance(Duration.ofSeconds(2));
      assertThat(Process.receive(String.class, _ -> true, Duration.ZERO)).isEmpty();
      go.complete(null);
      assertThat(Process.receive(String.class)).isEqualTo("begun");
      assertThat(Process.receive(String.class)).isEqualTo("begun");
      awaitKeeper(1);
      expectAt(SECOND, "begun");
    });
  }

  @Test
  void whatWasMissedIsMadeUp() throws Exception {
    node.run(() -> {
      Timer.sendInterval(SECOND, "tick");
      awaitKeeper(1);
      node.time().advance(Duration.ofMillis(3_500));
      for (int i = 0; i < 3; i++) {
        assertThat(Process.receive(String.class)).isEqualTo("tick");
      }
      awaitKeeper(1);
      // On schedule: half a second is left.
      expectAt(HALF, "tick");
    });
  }

  @Test
  @OtpCase(suite = SIMPLE, name = "send_interval1")
  @OtpCase(suite = SIMPLE, name = "send_interval2")
  @OtpCase(suite = SIMPLE, name = "send_interval3")
  @OtpCase(suite = SIMPLE, name = "cancel4")
  void messagesAreSentAgainAndAgain() throws Exception {
    node.run(() -> {
      Process.register("me", Process.self());
      ticks(Timer.sendInterval(SECOND, "tick"));
      ticks(Timer.sendInterval(SECOND, Process.self(), "tick"));
      ticks(Timer.sendInterval(SECOND, Name.local("me"), "tick"));
    });
  }

  private void ticks(TRef timer) {
    for (int i = 0; i < 5; i++) {
      awaitKeeper(1);
      expectAt(SECOND, "tick");
    }
    Timer.cancel(timer);
    awaitKeeper(0);
    expectNothing();
  }

  @Test
  void intervalsEndWithWhomTheyAreForAndTimersForOnceDoNot() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid other = Process.spawn(() -> {
        Timer.applyInterval(SECOND, () -> Process.send(self, "interval"));
        Timer.applyRepeatedly(SECOND, () -> Process.send(self, "repeated"));
        Timer.applyAfter(SECOND, () -> Process.send(self, "once"));
        Process.receive(String.class);
      });
      Timer.sendInterval(SECOND, other, "not read");
      awaitKeeper(4);
      Process.send(other, "end");
      node.awaitDeath(other);
      awaitKeeper(1);
      expectAt(SECOND, "once");
      expectNothing();

      Timer.sendInterval(SECOND, Name.local("nobody"), "lost");
      awaitKeeper(1);
      node.time().advance(SECOND);
      awaitKeeper(0);
    });
  }

  // ---- cancel

  @Test
  @OtpCase(suite = SIMPLE, name = "cancel1")
  @OtpCase(suite = SIMPLE, name = "cancel3")
  @OtpCase(suite = SIMPLE, name = "cancel6")
  void whatIsCancelledIsNotDone() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Timer.cancel(Timer.sendAfter(Duration.ZERO, "sent already"));
      assertThat(Process.receive(String.class)).isEqualTo("sent already");
      TRef apply = Timer.applyAfter(SECOND, () -> Process.send(self, "applied"));
      TRef send = Timer.sendAfter(SECOND, "sent");
      TRef exit = Timer.exitAfter(SECOND, self, REASON);
      for (TRef timer : List.of(apply, send, exit)) {
        Timer.cancel(timer);
      }
      expectNothing();
      Timer.cancel(apply);
      TRef fired = Timer.sendAfter(SECOND, "sent");
      expectAt(SECOND, "sent");
      Timer.cancel(fired);
    });
  }

  // ---- the rest

  @Test
  @OtpCase(suite = SIMPLE, name = "sleep1")
  @OtpCase(suite = SIMPLE, name = "sleep2")
  void sleepLastsAtLeastItsTime() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      for (Duration time : List.of(HALF, Duration.ofMillis(1L << 33))) {
        Process.spawn(() -> {
          Process.sleep(time);
          Process.send(self, "awake");
        });
        awaitKeeper(1);
        expectAt(time, "awake");
      }
    });
  }

  @Test
  @OtpCase(suite = SIMPLE, name = "tc")
  void codeIsMeasured() throws Exception {
    node.run(() -> {
      assertThat(Timer.tc(() -> {
        node.time().advance(HALF);
        return 7;
      })).isEqualTo(new Timed<>(HALF, 7));
      assertThat(catchThrowable(() -> Timer.tc(() -> {
        throw new IllegalStateException("as it is");
      }))).isInstanceOf(IllegalStateException.class).hasMessage("as it is");
    });
  }

  @Test
  @OtpCase(suite = "timer_SUITE", name = "do_big_test")
  void manyThatUseTimersAtOnce() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      int users = 200;
      var early = new ArrayList<Object>();
      for (int user = 0; user < users; user++) {
        var random = new SplittableRandom(user);
        Process.spawn(() -> {
          for (int i = 0; i < 20; i++) {
            var time = Duration.ofMillis(1 + random.nextInt(1_000));
            long due = node.time().nanoTime() + time.toNanos();
            TRef timer = Timer.sendAfter(time, due);
            if (random.nextInt(10) == 0) {
              Timer.cancel(timer);
            } else {
              long set = Process.receive(Long.class);
              if (node.time().nanoTime() < set) {
                Process.send(self, "early");
              }
            }
          }
          Process.send(self, "done");
        });
      }
      int done = 0;
      while (done < users) {
        node.time().advance(Duration.ofMillis(1));
        for (var message = Process.receive(String.class, _ -> true, Duration.ZERO); message.isPresent(); message =
            Process.receive(String.class, _ -> true, Duration.ZERO)) {
          if (message.get().equals("done")) {
            done++;
          } else {
            early.add(message.get());
          }
        }
      }
      assertThat(early).isEmpty();
    });
  }
}

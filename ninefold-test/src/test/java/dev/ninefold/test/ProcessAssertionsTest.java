package dev.ninefold.test;

import static dev.ninefold.test.ProcessAssertions.assertDown;
import static dev.ninefold.test.ProcessAssertions.assertReceive;
import static dev.ninefold.test.ProcessAssertions.assertReceived;
import static dev.ninefold.test.ProcessAssertions.refuteReceive;
import static dev.ninefold.test.ProcessAssertions.refuteReceived;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NinefoldTest
class ProcessAssertionsTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  record Ping(int number) {}

  static final class Other {
    record Ping(int number) {}
  }

  @Test
  void aMessageIsWaitedFor() {
    var self = Process.self();
    Process.spawnLink(() -> {
      Process.sleep(Duration.ofMillis(20));
      Process.send(self, new Ping(1));
    });
    assertThat(assertReceive(Ping.class)).isEqualTo(new Ping(1));
  }

  @Test
  void whatWasNotAskedForStays() {
    send(new Ping(1), "a", new Ping(2), new Ping(3));
    assertThat(assertReceive(Ping.class, ping -> ping.number() > 1)).isEqualTo(new Ping(2));
    assertThat(assertReceived(Ping.class)).isEqualTo(new Ping(1));
    assertThat(Process.messages(Process.self())).containsExactly("a", new Ping(3));
  }

  @Test
  void theMailboxIsShown() {
    send("a", new Ping(1), new Other.Ping(2));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> assertReceive(Ping.class, ping -> ping.number() > 1, SHORT))
        .withMessage(
            """
            expected within 20 ms a Ping for process %s, got none. Its mailbox, oldest first:
              "a"
              Ping[number=1]   <-- is one, but the condition does not hold
              Ping[number=2]   <-- is a dev.ninefold.test.ProcessAssertionsTest$Other$Ping, not a dev.ninefold.test.ProcessAssertionsTest$Ping"""
                .formatted(Process.self()));
  }

  @Test
  void anEmptyMailboxIsSaidToBeEmpty() {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertReceived(Object.class))
        .withMessage("expected by now a Object for process " + Process.self() + ", got none. Its mailbox is empty.");
  }

  @Test
  void ofAFullMailboxTheOldestAreShown() {
    for (int i = 0; i < 23; i++) {
      send("message " + i);
    }
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertReceived(Ping.class))
        .withMessageContaining("\"message 19\"\n  and 3 more");
  }

  @Test
  void whatMustNotComeFailsWhenItComes() {
    refuteReceive(Ping.class);
    refuteReceived(Ping.class);
    send(new Ping(1));
    refuteReceive(Ping.class, ping -> ping.number() > 1, SHORT);
    refuteReceive(String.class, _ -> true, SHORT);
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> refuteReceive(Ping.class))
        .withMessage("expected no Ping for process " + Process.self() + " within 100 ms, got Ping[number=1]");
    send(new Ping(2));
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> refuteReceived(Ping.class))
        .withMessage("expected no Ping for process " + Process.self() + ", got Ping[number=2]");
  }

  @Test
  void anEndIsWaitedFor() {
    var pid = Process.spawn(() -> Process.receive(String.class));
    var monitor = Process.monitor(pid);
    Process.exit(pid, ExitReason.shutdown("enough"));
    assertThat(assertDown(monitor)).isEqualTo(ExitReason.shutdown("enough"));
    assertThat(assertDown(pid)).isEqualTo(ExitReason.NOPROC);
    assertThat(Process.messages(Process.self())).isEmpty();
  }

  @NinefoldTest
  static class WaitsForAnEndInVain {
    @Test
    void test() {
      var pid = Process.spawnLink(() -> Process.receive(Void.class));
      try {
        assertDown(pid);
      } finally {
        assertThat(Process.info(pid).orElseThrow().monitoredBy()).isEmpty();
      }
    }
  }

  @Test
  void whoLivesOnFails() {
    assertThat(Samples.failures(WaitsForAnEndInVain.class)).singleElement()
        .satisfies(failure -> assertThat(failure.getMessage()).contains("expected within 50 ms a DOWN with #Ref<"));
  }

  /** The time of the assertions is the real one. */
  @Nested
  @NinefoldTest(manualTime = true)
  class WhileTheClockStandsStill {

    @Test
    void aMessageIsWaitedFor() {
      new ProcessAssertionsTest().send(new Ping(1));
      assertThat(assertReceive(Ping.class)).isEqualTo(new Ping(1));
      assertThat(Process.messages(Process.self())).isEmpty();
    }

    @Test
    void aMessageThatComesLaterIsWaitedFor(TestKit kit) {
      var self = Process.self();
      Process.spawnLink(() -> {
        Process.sleep(Duration.ofDays(1));
        Process.send(self, new Ping(1));
      });
      refuteReceive(Ping.class, _ -> true, SHORT);
      kit.time().advance(Duration.ofDays(1));
      assertReceive(Ping.class);
    }

    @Test
    void whatDoesNotComeFails() {
      assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertReceive(Ping.class, _ -> true, SHORT))
          .withMessageContaining("expected within 20 ms a Ping");
      assertThat(Process.messages(Process.self())).isEmpty();
    }
  }

  @Test
  void inASimulationItIsSimulatedTime() {
    Explore.seeds(3).check(() -> {
      refuteReceive(Ping.class, _ -> true, Duration.ofDays(1));
      assertThat(Process.self().node().clock().nanoTime()).isEqualTo(Duration.ofDays(1).toNanos());
      var self = Process.self();
      Process.spawn(() -> Process.send(self, new Ping(1)));
      assertReceive(Ping.class);
    });
  }

  @Test
  void nullIsRefused() {
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> assertReceive(null))
        .withMessageContaining("type: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> assertReceive(Ping.class, null))
        .withMessageContaining("condition: expected");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> assertReceive(Ping.class, _ -> true, Duration.ofMillis(-1)));
  }

  private void send(Object... messages) {
    for (var message : messages) {
      Process.send(Process.self(), message);
    }
  }
}

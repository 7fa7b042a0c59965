package dev.ninefold.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Global;
import dev.ninefold.process.Name;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.supervisor.ChildSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a test may not leave behind. */
class LeaksTest {

  @NinefoldTest
  static class LeavesProcess {
    @Test
    void test() {
      var pid = Process.spawn(SpawnOptions.DEFAULT.withLabel("the forgotten one"), () -> Process.receive(Void.class));
      Process.send(pid, "hello");
    }
  }

  @Test
  void aProcessIsALeakAndIsDescribed() {
    assertThat(message(LeavesProcess.class)).contains("The test leaves behind:", "process <0.", "labelled the forgotten one",
        "started by <0.", "with messages [\"hello\"]", "LeavesProcess.lambda", "TestKit.startSupervised");
  }

  @NinefoldTest
  static class LeavesManyProcesses {
    @Test
    void test() {
      for (int i = 0; i < 13; i++) {
        Process.spawn(() -> Process.receive(Void.class));
      }
    }
  }

  @Test
  void ofManyProcessesSomeAreDescribed() {
    assertThat(message(LeavesManyProcesses.class)).contains("and 3 more processes");
  }

  @NinefoldTest
  static class LeavesServer {
    @Test
    void test() {
      GenServer.start(Stack::new).orElseThrow();
    }
  }

  @Test
  void aServerIsDescribedByItsModule() {
    assertThat(message(LeavesServer.class)).contains("which runs dev.ninefold.test.Stack:init/1");
  }

  @NinefoldTest
  static class LeavesZombie {
    static CountDownLatch release = new CountDownLatch(1);

    @Test
    void test() throws InterruptedException {
      var running = new CountDownLatch(1);
      Process.spawnLink(() -> {
        // No call of a process, for that would hear.
        running.countDown();
        while (true) {
          try {
            release.await();
            return;
          } catch (InterruptedException _) {
            // It does not hear.
          }
        }
      });
      running.await();
    }
  }

  @Test
  void aZombieIsALeak() {
    LeavesZombie.release = new CountDownLatch(1);
    assertThat(message(LeavesZombie.class)).contains("which is dead, but whose code still runs");
    LeavesZombie.release.countDown();
  }

  @NinefoldTest
  static class LeavesName {
    @Test
    void test() {
      leaveName();
    }
  }

  @Test
  void aNameIsALeak() {
    assertThat(message(LeavesName.class)).contains("registered as left", "registered name left of <0.",
        "registered global name [left, 1]");
  }

  @NinefoldTest
  static class LeavesTimer {
    @Test
    void test() {
      leaveTimer();
    }
  }

  @Test
  void aTimerIsALeakAndIsDescribed() {
    assertThat(message(LeavesTimer.class)).contains("timer: message hello to nobody in 86", " ms, started by <0.",
        "leaveTimer(");
  }

  @NinefoldTest
  static class LeavesMonitors {
    @Test
    void test(TestKit kit) {
      leaveMonitors(kit);
    }
  }

  @Test
  void twoMonitorsOfTheSameAreALeak() {
    assertThat(message(LeavesMonitors.class))
        .contains("2 monitors of <0.", " by one process, process <0.", "which runs dev.ninefold.test.Stack",
            "Process.demonitor what you are done with; let the test answer requests and give back what it holds; or say @AllowLeaks(MONITOR)")
        .doesNotContain("TestKit.startSupervised");
  }

  @NinefoldTest
  static class OneMonitor {
    @Test
    void test(TestKit kit, Probe probe) {
      var stack = kit.startServer(Stack::new);
      GenServer.cast(stack, new Stack.Watch(Process.self()));
      GenServer.cast(stack, new Stack.Watch(probe.pid()));
      probe.monitor(stack.pid());
      probe.monitor(stack.pid());
      Process.monitor(stack.pid());
      Process.monitor(stack.pid());
    }
  }

  @Nested
  class OneMonitorOfEachIsNone extends OneMonitor {}

  @NinefoldTest
  @AllowLeaks(value = {Leak.PROCESS, Leak.NAME, Leak.TIMER, Leak.MONITOR}, because = "it is a test of what may be left behind")
  static class MayLeak {
    @Test
    void test(TestKit kit) {
      leaveName();
      leaveTimer();
      leaveMonitors(kit);
    }
  }

  @Nested
  class WhatIsAllowedMayBeLeft extends MayLeak {}

  @NinefoldTest
  static class MayLeakSomething {
    @Test
    @AllowLeaks(value = Leak.TIMER, because = "it is a test of what may be left behind")
    void test() {
      leaveName();
      leaveTimer();
    }
  }

  @Test
  void onlyWhatIsAllowedMayBeLeft() {
    assertThat(message(MayLeakSomething.class)).contains("registered name left").doesNotContain("timer");
  }

  @NinefoldTest
  static class MayLeakWithoutReason {
    @Test
    @AllowLeaks(value = Leak.TIMER, because = " ")
    void test() {}
  }

  @Test
  void whoMayLeakSaysWhy() {
    assertThat(message(MayLeakWithoutReason.class)).contains("because: expected why");
  }

  @NinefoldTest
  static class DoesNotStop {
    static CountDownLatch release = new CountDownLatch(1);

    @Test
    void test(TestKit kit) {
      kit.startSupervised(ChildSpec.worker("stubborn", () -> {
        var starter = Process.self();
        var pid = Process.spawnLink(() -> {
          Process.trapExit(true);
          Process.send(starter, "trapping");
          release.await();
        });
        Process.receive(String.class, "trapping"::equals);
        return dev.ninefold.gen.StartResult.ok(pid, pid);
      }).withShutdown(Duration.ofDays(1)));
    }
  }

  @Test
  void aChildThatDoesNotStopIsFound() {
    DoesNotStop.release = new CountDownLatch(1);
    assertThat(message(DoesNotStop.class))
        .contains("The test leaves behind:\n  a child of the test's supervisor that did not stop: process <0.",
            "DoesNotStop.lambda")
        .doesNotContain("which runs dev.ninefold.supervisor");
    DoesNotStop.release.countDown();
  }

  @NinefoldTest(manualTime = true)
  static class DoesNotStopWhileTheClockStands {
    @Test
    void test(TestKit kit) {
      kit.startSupervised(ChildSpec.worker("stubborn", () -> {
        var starter = Process.self();
        var pid = Process.spawnLink(() -> {
          Process.trapExit(true);
          Process.send(starter, "trapping");
          Process.receive(Void.class);
        });
        Process.receive(String.class, "trapping"::equals);
        return dev.ninefold.gen.StartResult.ok(pid, pid);
      }));
    }
  }

  @Test
  void aChildThatDoesNotStopIsKilledAlsoWhileTheClockStands() {
    assertThat(Samples.patientFailures(DoesNotStopWhileTheClockStands.class, "test", TestKit.class)).singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("shutdown_error")
            .message()
            .doesNotContain("leaves behind"));
  }

  private static void leaveName() {
    var pid = Process.spawn(() -> Process.receive(Void.class));
    Process.register("left", pid);
    Global.registerName(List.of("left", 1), pid);
  }

  private static void leaveTimer() {
    Process.sendAfter(Duration.ofDays(1), Name.local("nobody"), "hello");
  }

  private static void leaveMonitors(TestKit kit) {
    var stack = kit.startServer(Stack::new);
    GenServer.cast(stack, new Stack.Watch(Process.self()));
    GenServer.cast(stack, new Stack.Watch(Process.self()));
    GenServer.call(stack, new Stack.Depth());
  }

  private static String message(Class<?> type) {
    var failures = Samples.failures(type);
    assertThat(failures).hasSize(1);
    return failures.getFirst().getMessage();
  }
}

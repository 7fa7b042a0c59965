package dev.ninefold.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.ninefold.process.ExitException;
import dev.ninefold.process.Global;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessError;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class NodeExtensionTest {

  @Test
  void aTestWithoutLeaksPasses() {
    assertThat(failures(Clean.class)).isEmpty();
  }

  @Test
  void aLivingProcessIsALeak() {
    assertThat(leaks(LeavesProcess.class)).singleElement().asString().contains("of 1 living processes ProcessInfo[pid=<0.");
  }

  @Test
  void aPendingTimerIsALeak() {
    assertThat(leaks(LeavesTimer.class)).singleElement().asString().contains("1 pending timers");
  }

  @Test
  void aZombieIsALeak() {
    assertThat(leaks(LeavesZombie.class)).singleElement().asString().contains("zombie <0.");
    LeavesZombie.RELEASE.countDown();
  }

  @Test
  void aThreadIsALeak() {
    assertThat(leaks(LeavesThread.class)).singleElement().asString().contains("thread ").contains("left behind by a test");
    LeavesThread.RELEASE.countDown();
  }

  @Test
  void aNameIsALeak() {
    assertThat(leaks(LeavesName.class)).singleElement()
        .asString()
        .contains("registered name left", "registered global name left");
  }

  @Test
  void aProcessOnTheDefaultNodeIsALeak() {
    assertThat(leaks(LeavesProcessOnDefaultNode.class)).singleElement().asString().contains("on the default node");
    Process.exit(LeavesProcessOnDefaultNode.pid, ExitReason.KILL);
  }

  @Test
  void anUnexpectedErrorReportFailsTheTest() {
    assertThat(failures(MakesReport.class)).singleElement().asString().contains("unexpected report").contains("boom");
  }

  @Test
  void aFailedTestFailsForItsOwnReason() {
    assertThat(failures(FailsAndLeaks.class)).containsExactly("its own reason");
  }

  private static List<String> leaks(Class<?> type) {
    var before = TestNode.settling;
    TestNode.settling = Duration.ofMillis(20);
    try {
      return failures(type);
    } finally {
      TestNode.settling = before;
    }
  }

  private static List<String> failures(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(NodeExtensionTest::message)
        .toList();
  }

  private static String message(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class).getThrowable().map(Throwable::getMessage).orElse("");
  }

  @WithNode
  static class Clean {
    private TestNode field;

    @Test
    void sameNodeEverywhere(TestNode parameter, Node node) {
      assertThat(field).isSameAs(parameter);
      assertThat(node).isSameAs(parameter.node());
      assertThatThrownBy(parameter::time).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @WithNode(manualTime = true, slots = 1)
    void manualTime(TestNode node, ManualTime time) throws Exception {
      node.run(() -> Process.sendAfter(Duration.ofDays(1), Process.self(), "day"));
      time.advance(Duration.ofDays(1));
      assertThat(node.node().clock().nanoTime()).isEqualTo(Duration.ofDays(1).toNanos());
    }

    @Test
    void runTakesLinkedProcessesAlong(TestNode node) throws Exception {
      Pid linked = node.run(() -> Process.spawnLink(() -> Process.receive()));
      node.awaitDeath(linked);
    }

    @Test
    void runThrowsWhatTheBodyThrows(TestNode node) {
      assertThatThrownBy(() -> node.run(() -> {
        throw new AssertionError("no");
      })).isInstanceOf(AssertionError.class).hasMessage("no");
      assertThatThrownBy(() -> node.run(() -> {
        Process.exit(Process.self(), ExitReason.of("gone"));
      })).isInstanceOf(ExitException.class).hasMessage("gone");
    }

    @Test
    void expectedReports(TestNode node) {
      node.spawn(() -> {
        throw new IllegalStateException("boom");
      });
      assertThat(node.expectReport(ProcessError.class).reason()).hasToString("java.lang.IllegalStateException: boom");
      assertThat(node.reports()).hasSize(1);
    }

    @Test
    void ignoredReports(TestNode node) {
      node.ignoreReports(ProcessError.class);
      Pid pid = node.spawn(() -> {
        throw new IllegalStateException("boom");
      });
      node.awaitDeath(pid);
      assertThat(node.reports(ProcessError.class)).hasSize(1);
    }
  }

  @WithNode
  static class LeavesProcess {
    @Test
    void test(TestNode node) {
      node.spawnIdle();
    }
  }

  @WithNode(manualTime = true)
  static class LeavesTimer {
    @Test
    void test(TestNode node) throws Exception {
      node.run(() -> node.node().timers().schedule(1, _ -> {}));
    }
  }

  @WithNode
  static class LeavesZombie {
    static final CountDownLatch RELEASE = new CountDownLatch(1);

    @Test
    void test(TestNode node) {
      var entered = new CountDownLatch(1);
      Pid pid = node.spawn(() -> ignoreInterrupts(entered));
      node.await("the loop begins", () -> entered.getCount() == 0);
      node.kill(pid);
    }

    private static void ignoreInterrupts(CountDownLatch entered) {
      entered.countDown();
      while (RELEASE.getCount() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @WithNode
  static class LeavesProcessOnDefaultNode {
    static Pid pid;

    @Test
    void test() {
      pid = Process.spawn(() -> Process.receive());
    }
  }

  @WithNode
  static class MakesReport {
    @Test
    void test(TestNode node) {
      Pid pid = node.spawn(() -> {
        throw new IllegalStateException("boom");
      });
      node.awaitDeath(pid);
    }
  }

  @WithNode
  static class FailsAndLeaks {
    @Test
    void test(TestNode node) {
      node.spawnIdle();
      throw new AssertionError("its own reason");
    }
  }

  @WithNode
  static class LeavesThread {
    static final CountDownLatch RELEASE = new CountDownLatch(1);

    @Test
    void thread() {
      Thread.ofPlatform().name("left behind by a test").start(() -> {
        try {
          RELEASE.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
    }
  }

  @WithNode
  static class LeavesName {
    @Test
    void name(TestNode node) throws Exception {
      node.run(() -> {
        Pid pid = Process.spawn(() -> Process.receive(Void.class));
        Process.register("left", pid);
        Global.registerName("left", pid);
      });
    }
  }
}

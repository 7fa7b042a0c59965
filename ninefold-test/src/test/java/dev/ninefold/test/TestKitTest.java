package dev.ninefold.test;

import static dev.ninefold.test.ProcessAssertions.assertDown;
import static dev.ninefold.test.ProcessAssertions.assertReceive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.task.Task;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NinefoldTest
class TestKitTest {

  // ---- children

  @Test
  void aChildIsRestartedAsItsSpecSays(TestKit kit) {
    var first = kit.startSupervised(ChildSpec.ofServer(Stack.class, Stack::new, StartOptions.named("stack")));
    var monitor = Process.monitor(first);
    crash(first);
    // By then its supervisor has been told.
    assertDown(monitor);
    assertThat(kit.expectCrash(NoSuchElementException.class)).hasMessage("the stack is empty");
    // The supervisor has restarted it when it answers.
    assertThat(Supervisor.whichChildren(kit.supervisor())).singleElement().satisfies(child -> {
      assertThat(child.id()).isEqualTo(Stack.class);
      assertThat(Process.whereis("stack").map(Object::toString))
          .hasValueSatisfying(pid -> assertThat(child.toString()).contains(pid));
    });
    assertThat(Process.whereis("stack").orElseThrow()).isNotEqualTo(first);
  }

  @Test
  void aServerIsNotRestarted(TestKit kit) {
    var stack = kit.startServer(Stack::new);
    crash(stack.pid());
    assertThat(kit.expectCrash(stack.pid()).toString()).contains("the stack is empty");
    kit.await("the server is gone", () -> Supervisor.whichChildren(kit.supervisor()).isEmpty());
  }

  @Test
  void aChildIsStopped(TestKit kit) {
    var pid = kit.startSupervised(ChildSpec.ofServer(Stack.class, Stack::new));
    var monitor = Process.monitor(pid);
    kit.stopSupervised(Stack.class);
    assertThat(assertDown(monitor)).isEqualTo(ExitReason.SHUTDOWN);
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> kit.stopSupervised(Stack.class))
        .withMessageContaining("expected a child class dev.ninefold.test.Stack of the test's supervisor, got not_found");
    kit.startSupervised(ChildSpec.ofServer(Stack.class, Stack::new));
  }

  static final List<String> ENDED = new CopyOnWriteArrayList<>();

  @NinefoldTest
  static class Order {
    @Test
    void test(TestKit kit, Probe probe) {
      for (var name : List.of("first", "second", "third")) {
        kit.startSupervised(child(name));
      }
      var self = Process.self();
      kit.startSupervised(ChildSpec.worker("watcher of the test", () -> {
        var pid = Process.spawnLink(() -> {
          Process.trapExit(true);
          var monitor = Process.monitor(self);
          Process.send(self, "watched");
          Process.receive(Info.Down.class, down -> down.ref() == monitor);
          ENDED.add("the test");
          Process.receive(Info.Exit.class);
          ENDED.add(Process.isAlive(probe.pid()) ? "the watcher, before the probe" : "the watcher, after the probe");
          throw Process.exit(ExitReason.SHUTDOWN);
        });
        return StartResult.ok(pid, pid);
      }));
      assertReceive(String.class);
    }

    private static ChildSpec child(String name) {
      return ChildSpec.worker(name, () -> {
        var starter = Process.self();
        var pid = Process.spawnLink(() -> {
          Process.trapExit(true);
          Process.send(starter, name);
          Process.receive(Info.Exit.class);
          ENDED.add(name);
          throw Process.exit(ExitReason.SHUTDOWN);
        });
        Process.receive(String.class, name::equals);
        return StartResult.ok(pid, pid);
      });
    }
  }

  @Test
  void theTestEndsFirstThenTheChildrenTheLastOneFirst() {
    ENDED.clear();
    assertThat(Samples.patientFailures(Order.class, "test", TestKit.class, Probe.class)).isEmpty();
    assertThat(ENDED).containsExactly("the test", "the watcher, before the probe", "third", "second", "first");
  }

  // ---- reports

  @Test
  void allReportsOfACrashAreExpected(TestKit kit) {
    var stack = kit.startSupervised(ChildSpec.ofServer(Stack.class, Stack::new));
    crash(stack);
    kit.expectCrash(stack);
    kit.stopSupervised(Stack.class);
    assertThat(kit.reports()).extracting(event -> event.report().getClass().getSimpleName())
        .contains("TerminateReport", "CrashReport", "SupervisorReport");
  }

  @Test
  void reportsAreExpectedOneByOne(TestKit kit) {
    var stack = kit.startSupervised(ChildSpec.ofServer(Stack.class, Stack::new));
    crash(stack);
    assertThat(kit.expectReport(TerminateReport.class).reason().toString()).contains("the stack is empty");
    kit.expectReport(CrashReport.class, crash -> crash.pid().equals(stack));
    kit.expectReport(SupervisorReport.class);
  }

  @Test
  void reportsAreIgnored(TestKit kit) {
    kit.ignoreReports(dev.ninefold.process.ProcessError.class, "it is a test of that");
    assertDown(Process.spawn(() -> {
      throw new IllegalStateException("boom");
    }));
    assertThat(catchThrowable(() -> kit.ignoreReports(CrashReport.class, " "))).hasMessageContaining("because: expected why");
  }

  @Test
  void aPlainProcessCrashes(TestKit kit) {
    var pid = Process.spawn(() -> {
      throw new IllegalStateException("boom");
    });
    assertThat(kit.expectCrash(pid)).isInstanceOfSatisfying(ExitReason.Crashed.class,
        crashed -> assertThat(crashed.cause()).hasMessage("boom"));
  }

  @Test
  void otherProcessesCrash(TestKit kit) {
    for (var pid : List.of(Task.start(TestKitTest::boom), ProcLib.spawn(TestKitTest::boom))) {
      assertThat(kit.expectCrash(pid).toString()).contains("boom");
    }
    Task.start(TestKitTest::boom);
    assertThat(kit.expectCrash(IllegalStateException.class)).hasMessage("boom");
  }

  private static void boom() {
    throw new IllegalStateException("boom");
  }

  @Test
  void aChildThatIsKilledOrDiesOfALinkIsReportedByItsSupervisor(TestKit kit) {
    var killed = kit.startSupervised(waiting("killed", () -> {}));
    Process.exit(killed, ExitReason.KILL);
    assertThat(kit.expectCrash(killed)).isEqualTo(ExitReason.KILLED);

    var stack = kit.startServer(Stack::new);
    var linked = kit.startSupervised(waiting("linked", () -> Process.link(stack.pid())));
    crash(stack.pid());
    kit.expectCrash(stack.pid());
    assertThat(kit.expectCrash(linked).toString()).contains("the stack is empty");
  }

  private static ChildSpec waiting(String name, Runnable first) {
    return ChildSpec.worker(name, () -> {
      var starter = Process.self();
      var pid = Process.spawnLink(() -> {
        first.run();
        Process.send(starter, name);
        Process.receive(Void.class);
      });
      Process.receive(String.class, name::equals);
      return StartResult.ok(pid, pid);
    }).withRestart(Restart.TEMPORARY);
  }

  // ---- waiting

  @Test
  void aConditionIsWaitedFor(TestKit kit) {
    var pid = Process.spawn(() -> Process.receive(String.class));
    Process.send(pid, "end");
    kit.await("the process ends", () -> !Process.isAlive(pid));
  }

  @NinefoldTest
  static class WaitsInVain {
    @Test
    void test(TestKit kit) {
      kit.await("the sun rises", () -> false);
    }
  }

  @Test
  void aConditionThatDoesNotHoldFails() {
    assertThat(Samples.failures(WaitsInVain.class)).singleElement()
        .satisfies(failure -> assertThat(failure).hasMessage("expected within 50 ms: the sun rises"));
  }

  // ---- without a process of its own

  @Nested
  @NinefoldTest(inProcess = false)
  class OnAThread {
    @Test
    void theKitDoesTheSame(TestKit kit, Probe probe) throws Exception {
      var stack = kit.startServer(Stack::new, StartOptions.named("stack"));
      GenServer.cast(stack, new Stack.Push("a"));
      assertThat(GenServer.call(stack, new Stack.Pop())).isEqualTo("a");
      assertThat(kit.<Object>run(() -> Process.whereis("stack").orElseThrow())).isEqualTo(stack.pid());
      var monitor = probe.monitor(stack.pid());
      crash(stack.pid());
      assertThat(probe.assertDown(monitor)).isInstanceOf(ExitReason.Crashed.class);
      kit.expectCrash(stack.pid());
    }

    @Test
    void aThreadHasNoMailbox() {
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> assertReceive(String.class))
          .withMessageContaining("got a thread that runs none; take a Probe");
    }
  }

  private static void crash(Pid stack) {
    catchThrowable(() -> GenServer.call(dev.ninefold.gen.ServerRef.of(stack), new Stack.Pop()));
  }
}

package dev.ninefold.test;

import static dev.ninefold.test.ProcessAssertions.assertReceive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes, and what fails with which message. */
class NinefoldExtensionTest {

  // ---- what passes

  @NinefoldTest
  static class Clean {
    static final List<Node> NODES = new ArrayList<>();
    private Object before;

    @BeforeEach
    void before() {
      before = self();
    }

    private static Object self() {
      return Process.isProcess() ? Process.self() : "a thread";
    }

    @Test
    void everythingIsOfOneNodeAndOneProcess(TestKit kit, Node node, Probe probe, Probe other) {
      assertIsNew(node);
      assertThat(Node.current()).isSameAs(node).isSameAs(kit.node()).isNotSameAs(Node.local());
      assertThat(Process.self()).isSameAs(before);
      assertThat(probe.pid().node()).isSameAs(node);
      assertThat(other.pid()).isNotEqualTo(probe.pid());
      assertThat(catchThrowable(kit::time)).isInstanceOf(IllegalStateException.class).hasMessageContaining("manualTime = true");
    }

    @Test
    void eachTestHasANodeOfItsOwn(Node node) {
      assertIsNew(node);
      Process.spawnLink(() -> Process.receive(Void.class));
      Process.sendAfter(Duration.ofDays(1), Process.self(), "never");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void templatesRunInTheProcess(String name, TestKit kit) {
      assertIsNew(kit.node());
      assertThat(Node.current()).isSameAs(kit.node());
      assertThat(Process.self()).isSameAs(before);
    }

    @TestFactory
    Stream<DynamicTest> dynamicTestsRunInTheProcess(TestKit kit) {
      var self = Process.self();
      return Stream.of("a", "b")
          .map(name -> DynamicTest.dynamicTest(name, () -> assertThat(Process.self()).isSameAs(self).isSameAs(before)));
    }

    @Nested
    class Inner {
      @Test
      void itIsOfTheClassAround(TestKit kit) {
        assertThat(Node.current()).isSameAs(kit.node());
      }
    }

    @Test
    @NinefoldTest(manualTime = true)
    void theClockStandsStill(TestKit kit, ManualTime time) {
      assertThat(kit.time()).isSameAs(time);
      Process.sendAfter(Duration.ofDays(1), Process.self(), "now");
      time.advance(Duration.ofDays(1));
      assertReceive(String.class);
    }

    @Test
    @NinefoldTest(inProcess = false)
    void aThreadOfJUnit(TestKit kit) throws Exception {
      assertThat(Process.isProcess()).isFalse();
      assertThat(kit.<Node>run(Node::current)).isSameAs(kit.node());
    }

    @Test
    void whatEndsByItselfIsNoLeak() {
      var end = new CountDownLatch(1);
      Process.spawn(end::await);
      Process.spawn(() -> {
        Process.sleep(Duration.ofMillis(50));
        end.countDown();
      });
    }

    @AfterEach
    void after() {
      assertThat(self()).isSameAs(before);
    }

    private static void assertIsNew(Node node) {
      assertThat(NODES).doesNotContain(node);
      NODES.add(node);
    }
  }

  @Nested
  class WhatPasses extends Clean {}

  // ---- reports

  @NinefoldTest
  static class Crashes {
    @Test
    void test(TestKit kit) {
      crash(kit);
    }
  }

  @Test
  void anUnexpectedCrashFailsTheTest() {
    // Patient: nothing but the crash may fail it.
    assertThat(Samples.patientFailures(Crashes.class, "test", TestKit.class).getFirst().getMessage())
        .contains("There are error reports that the test does not expect; see TestKit.expectCrash",
            "ERROR by <0.", "Process <0.", " crashed", "the stack is empty", "dev.ninefold.test.Stack.handleCall")
        .doesNotContain("leaves behind");
  }

  @NinefoldTest
  static class WaitsForCrashInVain {
    @Test
    void test(TestKit kit) {
      kit.expectCrash(kit.startServer(Stack::new).pid());
    }

    @Test
    void byException(TestKit kit) {
      kit.expectCrash(NoSuchElementException.class);
    }

    @Test
    void byReport(TestKit kit) {
      kit.expectReport(CrashReport.class);
    }
  }

  @Test
  void anExpectedCrashMustCome() {
    assertThat(Samples.failures(WaitsForCrashInVain.class)).extracting(Throwable::getMessage)
        .hasSize(3)
        .anyMatch(message -> message
            .matches("(?s)expected within 50 ms: that <0\\.\\d+\\.0> crashes. There is no report above the level INFO."))
        .contains(
            "expected within 50 ms: that a process crashes with a java.util.NoSuchElementException. There is no report above the level INFO.",
            "expected within 50 ms: a CrashReport. There is no report above the level INFO.");
  }

  @NinefoldTest
  static class WaitsForAnotherCrash {
    @Test
    void test(TestKit kit) {
      crash(kit);
      kit.expectCrash(ArithmeticException.class);
    }
  }

  @Test
  void whatWasReportedInsteadIsShown() {
    assertThat(message(WaitsForAnotherCrash.class)).contains("that a process crashes with a java.lang.ArithmeticException. "
        + "The reports above the level INFO:", "the stack is empty");
  }

  @NinefoldTest
  static class FailsAndCrashes {
    @Test
    void test(TestKit kit) {
      crash(kit);
      Process.sendAfter(Duration.ofDays(1), Name.local("nobody"), "hello");
      throw new AssertionError("its own reason");
    }
  }

  @Test
  void aFailedTestFailsForItsOwnReasonAndShowsTheReports() {
    assertThat(Samples.failures(FailsAndCrashes.class)).singleElement().satisfies(failure -> {
      assertThat(failure).hasMessage("its own reason");
      assertThat(failure.getSuppressed()).singleElement().asString().contains("the stack is empty").doesNotContain("timer");
    });
  }

  @NinefoldTest
  static class IsAborted {
    @Test
    void test() {
      Process.sendAfter(Duration.ofDays(1), Name.local("nobody"), "hello");
      Assumptions.abort("not today");
    }
  }

  @Test
  void anAbortedTestIsNotAsked() {
    assertThat(Samples.failures(IsAborted.class)).isEmpty();
  }

  // ---- the process of the test

  @NinefoldTest
  static class DiesOfALink {
    static boolean cleanedUp;

    @Test
    void test() {
      Process.spawnLink(() -> {
        throw new IllegalStateException("boom");
      });
      Process.receive(Void.class);
    }

    @AfterEach
    void after() {
      cleanedUp = Process.isProcess();
    }
  }

  @Test
  void aTestWhoseProcessIsEndedFailsAndIsCleanedUp() {
    DiesOfALink.cleanedUp = false;
    assertThat(Samples.failures(DiesOfALink.class)).singleElement().satisfies(failure -> {
      assertThat(failure).hasMessageContaining("the test's process <0.")
          .hasMessageContaining("was ended from outside: java.lang.IllegalStateException: boom")
          .hasMessageContaining("TestKit.startSupervised");
      assertThat(failure.getCause()).hasMessage("boom");
    });
    assertThat(DiesOfALink.cleanedUp).isTrue();
  }

  /** Waits until the process that @BeforeEach has run in is dead. */
  static class UntilDead implements BeforeTestExecutionCallback {
    static @Nullable Pid pid;

    @Override
    public void beforeTestExecution(ExtensionContext context) {
      while (Process.isAlive(Objects.requireNonNull(pid))) {
        Thread.onSpinWait();
      }
    }
  }

  @NinefoldTest
  @ExtendWith(UntilDead.class)
  static class DiesBefore {
    static boolean ran;

    @BeforeEach
    void before() {
      UntilDead.pid = Process.self();
      Process.send(Process.spawnLink(() -> {
        Process.receive(String.class);
        throw Process.exit(ExitReason.of("bad"));
      }), "go");
    }

    @Test
    void test() {
      ran = true;
    }
  }

  @Test
  void aTestDoesNotRunInAnotherProcessThanWhatPreparesIt() {
    DiesBefore.ran = false;
    assertThat(Samples.patientFailures(DiesBefore.class, "test")).singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("was ended from outside: bad"));
    assertThat(DiesBefore.ran).isFalse();
  }

  @NinefoldTest
  @ExtendWith(DiesAfter.UntilDeadAfterwards.class)
  static class DiesAfter {
    static boolean cleanedUp;

    static class UntilDeadAfterwards implements AfterTestExecutionCallback {
      @Override
      public void afterTestExecution(ExtensionContext context) {
        Pid pid = Objects.requireNonNull(UntilDead.pid);
        Process.exit(pid, ExitReason.of("bad"));
        while (Process.isAlive(pid)) {
          Thread.onSpinWait();
        }
      }
    }

    @Test
    void test() {
      UntilDead.pid = Process.self();
    }

    @AfterEach
    void after() {
      cleanedUp = Process.isProcess();
    }
  }

  @Test
  void aTestWhoseProcessEndsUnnoticedFails() {
    DiesAfter.cleanedUp = false;
    assertThat(Samples.patientFailures(DiesAfter.class, "test")).singleElement()
        .satisfies(failure -> assertThat(failure).hasMessageContaining("the test's process <0.")
            .hasMessageContaining("was ended from outside: bad"));
    assertThat(DiesAfter.cleanedUp).isTrue();
  }

  @NinefoldTest
  static class TrapsExits {
    @Test
    void andStartsWhatTrapsThemToo() {
      Process.trapExit(true);
      Supervisor.startLink(List.of(ChildSpec.ofServer(Stack.class, Stack::new)), SupervisorFlags.DEFAULT, StartOptions.DEFAULT)
          .orElseThrow();
    }
  }

  @Nested
  class WhoTrapsExitsIsStoppedAsOthersAre extends TrapsExits {}

  /** Interrupts JUnit's thread as its timeout does, but in the middle of the test, however long that takes. */
  static class JUnitsThread implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    static volatile Thread thread = Thread.currentThread();

    @Override
    public void beforeTestExecution(ExtensionContext context) {
      thread = Thread.currentThread();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
      Thread.interrupted();
    }
  }

  @NinefoldTest
  @ExtendWith(JUnitsThread.class)
  static class Hangs {
    static boolean cleanedUp;

    @Test
    void test() {
      JUnitsThread.thread.interrupt();
      Process.receive(Void.class);
    }

    @AfterEach
    void after() {
      cleanedUp = Process.isProcess();
    }
  }

  @Test
  void aTestThatHangsTellsWhereAndIsCleanedUp() {
    Hangs.cleanedUp = false;
    assertThat(Samples.failures(Hangs.class)).singleElement().satisfies(failure -> {
      assertThat(failure).hasStackTraceContaining("was here when it was interrupted").hasStackTraceContaining("Hangs.test(");
    });
    assertThat(Hangs.cleanedUp).isTrue();
  }

  // ---- what it is not for

  @NinefoldTest
  static class AsksTooEarly {
    @BeforeAll
    static void beforeAll(TestKit kit) {}

    @Test
    void test() {}
  }

  @Test
  void beforeAllTestsThereIsNoKit() {
    assertThat(message(AsksTooEarly.class)).contains("TestKit: expected as a parameter of a test");
  }

  @NinefoldTest
  static class AsksForTime {
    @Test
    void test(ManualTime time) {}
  }

  @Test
  void withRealTimeThereIsNoManualOne() {
    assertThat(message(AsksForTime.class)).contains("manualTime = true");
  }

  @NinefoldTest
  static class DoesNotStart {
    @Test
    void test(TestKit kit) {
      kit.startSupervised(ChildSpec.worker("a", () -> {
        throw new IllegalStateException("boom");
      }));
    }
  }

  @Test
  void aChildThatDoesNotStartFailsTheTest() {
    assertThat(message(DoesNotStart.class)).contains("expected that a starts, but it failed: ", "boom");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "long  | how long a test waits, for example PT30S, got long",
      "PT0S  | more than zero, for example PT30S, got PT0S",
      "-PT1S | more than zero, for example PT30S, got -PT1S"})
  void patienceIsAPositiveDuration(String patience, String expected) {
    var failures = org.junit.platform.testkit.engine.EngineTestKit.engine("junit-jupiter")
        .selectors(org.junit.platform.engine.discovery.DiscoverySelectors.selectClass(LeaksTest.OneMonitor.class))
        .configurationParameter("ninefold.patience", patience)
        .execute()
        .testEvents()
        .failed();
    assertThat(failures.list().toString()).contains("ninefold.patience: expected " + expected);
  }

  private static void crash(TestKit kit) {
    var stack = kit.startServer(Stack::new);
    catchThrowable(() -> GenServer.call(stack, new Stack.Pop()));
  }

  private static String message(Class<?> type) {
    var failures = Samples.failures(type);
    assertThat(failures).hasSize(1);
    return failures.getFirst().getMessage();
  }
}

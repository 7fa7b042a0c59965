package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.SuiteCalls.both;
import static dev.ninefold.genstatem.SuiteCalls.call;
import static dev.ninefold.genstatem.SuiteCalls.checkStopped;
import static dev.ninefold.genstatem.SuiteCalls.stopIt;
import static dev.ninefold.genstatem.SuiteCalls.verifyEmptyMailbox;
import static dev.ninefold.genstatem.TestStatem.pid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.StartResult.AlreadyStarted;
import dev.ninefold.genstatem.StatemError.BadReturnFromInit;
import dev.ninefold.genstatem.SuiteMachine.State;
import dev.ninefold.genstatem.SuiteMachine.StopWith;
import dev.ninefold.genstatem.SuiteMachine.Style;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.genstatem.TestStatem.OnInit;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.StatemTerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to start a machine, to fail at it, and to stop it. */
@WithNode
class StatemStartTest {

  private static final String SUITE = "gen_statem_SUITE";
  private static final StartOptions ANONYMOUS = StartOptions.DEFAULT;
  private static final ExitReason STOPPED = new ExitReason.Other("stopped");

  private static StartOptions named(Name name) {
    return ANONYMOUS.withName(name);
  }

  private static <T> StartResult<T> alreadyStarted(ServerRef<Ask, Object> machine) {
    return StartResult.failed(new ExitReason.Other(new AlreadyStarted(Optional.of(pid(machine)))));
  }

  private static void down(GenStatem.Monitored<Ask, Object> monitored, ExitReason reason) {
    assertThat(Process.receive()).isEqualTo(new Info.Down(monitored.ref(), pid(monitored.machine()), reason));
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start1")
  void start1(Style style, TestNode node) throws Exception {
    node.run(() -> {
      // {ok,Pid0} = start_link(..), do_func_test, do_sync_func_test, stop_it, verify_empty_msgq
      var linked = style.startLink(ANONYMOUS, "data").orElseThrow();
      both(linked);
      stopIt(linked);
      verifyEmptyMailbox();
      // {ok,{Pid1,Mon1}} = start_monitor(..), the same, and {'DOWN', Mon1, process, Pid1, _}
      var monitored = style.startMonitor(ANONYMOUS).orElseThrow();
      both(monitored.machine());
      stopIt(monitored.machine());
      down(monitored, ExitReason.NORMAL);
      verifyEmptyMailbox();
    });
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start2")
  void start2(Style style, TestNode node) throws Exception {
    node.run(() -> {
      var machine = style.start(ANONYMOUS, "data").orElseThrow();
      both(machine);
      // stopped = call(Pid0, {stop,shutdown})
      assertThat(call(machine, new StopWith(ExitReason.SHUTDOWN))).isEqualTo("stopped");
      checkStopped(machine);
      verifyEmptyMailbox();
    });
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start3")
  void start3(Style style, TestNode node) throws Exception {
    node.run(() -> {
      var machine = style.start(ANONYMOUS.withTimeout(Duration.ofMinutes(1)), "data").orElseThrow();
      both(machine);
      stopIt(machine);
      // {error,timeout} = start(.., sleep, [{timeout,5}])
      assertThat(GenStatem.start(() -> initially(() -> {
        Process.sleep(Duration.ofHours(1));
        return Init.ok("idle", "data");
      }), ANONYMOUS.withTimeout(Duration.ofMillis(1)))).isEqualTo(StartResult.failed(StartResult.TIMEOUT));
      verifyEmptyMailbox();
    });
  }

  private static TestStatem initially(OnInit init) {
    return new TestStatem(init, (_, _, _) -> Transition.keepStateAndData());
  }

  @Test
  @OtpCase(suite = SUITE, name = "start5a")
  void start5a(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      // {error,stopped} = start(.., stop)
      assertThat(GenStatem.start(() -> initially(() -> Init.stop(STOPPED)))).isEqualTo(StartResult.failed(STOPPED));
      // a start that is linked: the exit message does not stay behind
      assertThat(GenStatem.startLink(() -> initially(() -> Init.stop(STOPPED)))).isEqualTo(StartResult.failed(STOPPED));
      verifyEmptyMailbox();
    });
    assertThat(node.expectReports(2, CrashReport.class)).allMatch(report -> report.errorInfo().reason().equals(STOPPED));
    assertThat(node.reports(StatemTerminateReport.class)).isEmpty();
  }

  @Test
  @OtpCase(suite = SUITE, name = "start5b")
  void start5b(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      // {error,failed} = start(.., {error, failed}), without any report, and ignore = start(.., ignore)
      ExitReason failed = new ExitReason.Other("failed");
      assertThat(GenStatem.start(() -> initially(() -> Init.failed(failed)))).isEqualTo(StartResult.failed(failed));
      assertThat(GenStatem.startLink(() -> initially(() -> Init.failed(failed)))).isEqualTo(StartResult.failed(failed));
      assertThat(GenStatem.startLink(() -> initially(Init::ignore))).isEqualTo(new StartResult.Ignore<>());
      verifyEmptyMailbox();
    });
    assertThat(node.reports()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start6")
  void start6(Style style, TestNode node) throws Exception {
    node.run(() -> {
      var machine = style.startLink(ANONYMOUS, "data").orElseThrow();
      both(machine);
      stopIt(machine);
      verifyEmptyMailbox();
    });
  }

  /** Linked and monitored under a name, which no other start gets. */
  private static void linkedAndMonitored(Style style, Name name) {
    ServerRef<Ask, Object> byName = ServerRef.of(name);
    var linked = style.startLink(named(name), "data").orElseThrow();
    assertThat(style.startLink(named(name), "data")).isEqualTo(alreadyStarted(linked));
    assertThat(style.start(named(name), "data")).isEqualTo(alreadyStarted(linked));
    assertThat(style.startMonitor(named(name))).isEqualTo(alreadyStarted(linked));
    both(linked);
    both(byName);
    stopIt(byName);
    verifyEmptyMailbox();
    var monitored = style.startMonitor(named(name)).orElseThrow();
    assertThat(style.startLink(named(name), "data")).isEqualTo(alreadyStarted(monitored.machine()));
    assertThat(style.start(named(name), "data")).isEqualTo(alreadyStarted(monitored.machine()));
    assertThat(style.startMonitor(named(name))).isEqualTo(alreadyStarted(monitored.machine()));
    both(monitored.machine());
    both(byName);
    stopIt(byName);
    down(monitored, ExitReason.NORMAL);
    verifyEmptyMailbox();
  }

  /** Unlinked under a name. */
  private static void plain(Style style, Name name) {
    ServerRef<Ask, Object> byName = ServerRef.of(name);
    var machine = style.start(named(name), "data").orElseThrow();
    assertThat(style.start(named(name), "data")).isEqualTo(alreadyStarted(machine));
    assertThat(style.startLink(named(name), "data")).isEqualTo(alreadyStarted(machine));
    both(machine);
    both(byName);
    stopIt(machine);
    verifyEmptyMailbox();
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start7")
  void start7(Style style, TestNode node) throws Exception {
    node.run(() -> linkedAndMonitored(style, Name.global("my_stm")));
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start8")
  void start8(Style style, TestNode node) throws Exception {
    node.run(() -> plain(style, Name.local("my_stm")));
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start9")
  void start9(Style style, TestNode node) throws Exception {
    node.run(() -> linkedAndMonitored(style, Name.local("my_stm")));
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start10")
  void start10(Style style, TestNode node) throws Exception {
    node.run(() -> plain(style, Name.global("my_stm")));
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start11")
  void start11(Style style, TestNode node) throws Exception {
    node.run(() -> {
      for (Name name : new Name[] {Name.local("my_stm"), Name.global("my_stm")}) {
        // started again under the same name as soon as the first is stopped, by pid and by name
        stopIt(style.startLink(named(name), "data").orElseThrow());
        style.startLink(named(name), "data").orElseThrow();
        stopIt(ServerRef.of(name));
        verifyEmptyMailbox();
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "start12")
  void start12(Style style, TestNode node) throws Exception {
    node.run(() -> linkedAndMonitored(style, Name.via(new TestRegistrar(), "my_stm")));
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "next_events")
  void nextEvents(Style style, TestNode node) throws Exception {
    node.run(() -> {
      var machine = style.start(ANONYMOUS, "data").orElseThrow();
      // ok = cast(Pid, next_event), {state,next_events,[]} = call(Pid, get): a, b and c came in this order
      GenStatem.cast(machine, "next_event");
      assertThat(call(machine, "get")).isEqualTo(new SuiteMachine.Is(State.NEXT_EVENTS, List.of()));
      stopped(machine);
    });
  }

  // ---- stop

  private static void stopped(ServerRef<Ask, Object> machine) {
    Pid pid = machine.pid();
    GenStatem.stop(machine);
    assertThat(Process.isAlive(pid)).isFalse();
    assertThatThrownBy(() -> GenStatem.stop(machine)).isInstanceOf(ExitException.class)
        .extracting(e -> ((ExitException) e).reason())
        .isEqualTo(ExitReason.NOPROC);
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "stop1")
  void stop1(Style style, TestNode node) throws Exception {
    node.run(() -> stopped(style.start(ANONYMOUS, "data").orElseThrow()));
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "stop2")
  void stop2(Style style, TestNode node) throws Exception {
    node.run(() -> {
      var machine = style.start(ANONYMOUS, "data").orElseThrow();
      GenStatem.stop(machine, new ExitReason.Other("other_reason"), Timeout.INFINITY);
      assertThat(Process.isAlive(pid(machine))).isFalse();
    });
    assertThat(node.expectReport(StatemTerminateReport.class).reason()).hasToString("other_reason");
    node.expectReport(CrashReport.class);
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "stop3")
  void stop3(Style style, TestNode node) throws Exception {
    node.run(() -> {
      var machine = style.start(ANONYMOUS, "data").orElseThrow();
      assertThatThrownBy(() -> GenStatem.stop(machine, new ExitReason.Other("other_reason"), Duration.ofMillis(-1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(Process.isAlive(pid(machine))).isTrue();
      stopped(machine);
    });
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "stop4")
  void stop4(Style style, TestNode node) throws Exception {
    node.run(() -> {
      style.start(StartOptions.named("to_stop"), "data").orElseThrow();
      stopped(ServerRef.named("to_stop"));
    });
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "stop6")
  void stop6(Style style, TestNode node) throws Exception {
    node.run(() -> {
      style.start(named(Name.global("to_stop")), "data").orElseThrow();
      stopped(ServerRef.of(Name.global("to_stop")));
    });
  }

  // ---- starts that fail

  @Test
  @OtpCase(suite = SUITE, name = "loop_start_fail")
  void loopStartFail(TestNode node) throws Exception {
    node.ignoreReports(StatemTerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.run(() -> {
      Process.trapExit(true);
      var bailout = new IllegalStateException("bailout");
      // {stop, failed_to_start}, ignore, 4711, error(bailout), exit(bailout), longer than the timeout; five times each
      loop(() -> Init.stop(STOPPED), result -> assertThat(result).isEqualTo(StartResult.failed(STOPPED)));
      loop(Init::ignore, result -> assertThat(result).isEqualTo(new StartResult.Ignore<>()));
      loop(() -> {
        throw new ThrownException(4711);
      }, result -> assertThat(result).isEqualTo(StartResult.failed(new ExitReason.Other(new BadReturnFromInit(4711)))));
      loop(() -> {
        throw bailout;
      }, result -> assertThat(result).isEqualTo(StartResult.failed(ExitReason.crashed(bailout))));
      loop(() -> {
        throw Process.exit(STOPPED);
      }, result -> assertThat(result).isEqualTo(StartResult.failed(STOPPED)));
      loop(() -> {
        Process.sleep(Duration.ofHours(1));
        return Init.ok("idle", "data");
      }, result -> assertThat(result).isEqualTo(StartResult.failed(StartResult.TIMEOUT)));
    });
  }

  private static void loop(OnInit init, Consumer<StartResult<?>> check) {
    StartOptions options = ANONYMOUS.withTimeout(Duration.ofMillis(20));
    TestStatem module = initially(() -> {
      // the suite's named table, which must be free again for the next start
      Process.register("table", Process.self());
      return init.run();
    });
    for (int i = 0; i < 5; i++) {
      check.accept(GenStatem.start(() -> module, options));
      check.accept(GenStatem.startLink(() -> module, options));
      check.accept(GenStatem.startMonitor(() -> module, options));
      assertThat(Process.whereis("table")).isEmpty();
      verifyEmptyMailbox();
      assertThat(Process.info(Process.self()).orElseThrow().links()).isEmpty();
      assertThat(Process.info(Process.self()).orElseThrow().monitors()).isEmpty();
    }
  }

  // ST-7, ST-6: a termination report even if the reason is silent; nothing but the module is known
  @Test
  void anExceptionInInitIsReported(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      assertThat(GenStatem.startLink(() -> initially(() -> {
        throw Process.exit(ExitReason.SHUTDOWN);
      }))).isEqualTo(StartResult.failed(ExitReason.SHUTDOWN));
    });
    StatemTerminateReport report = node.expectReport(StatemTerminateReport.class);
    assertThat(report.reason()).isEqualTo(ExitReason.SHUTDOWN);
    assertThat(report.state()).hasToString("{undefined, undefined}");
    assertThat(report.modules()).hasSize(1);
    assertThat(node.reports(CrashReport.class)).isEmpty();
  }

  // ST-8
  @Test
  void startReturnsBeforeTheFirstActions(TestNode node) throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      TestStatem module = new TestStatem(() -> Init.ok("idle", "data", Action.internal("first")), (event, _, _) -> {
        if (event instanceof StateEvent.Internal) {
          // The starter's message, which it sends only when it has the machine.
          Process.send(tester, Process.receive());
        }
        return Transition.keepStateAndData();
      });
      var machine = GenStatem.start(() -> module).orElseThrow();
      Process.send(pid(machine), "started");
      assertThat(Process.receive()).isEqualTo("started");
      GenStatem.stop(machine);
    });
  }
}

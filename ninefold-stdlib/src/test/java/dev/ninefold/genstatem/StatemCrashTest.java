package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.Action.changeCallbackModule;
import static dev.ninefold.genstatem.Action.popCallbackModule;
import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.pushCallbackModule;
import static dev.ninefold.genstatem.Action.reply;
import static dev.ninefold.genstatem.Action.stateTimeout;
import static dev.ninefold.genstatem.SuiteCalls.both;
import static dev.ninefold.genstatem.SuiteCalls.call;
import static dev.ninefold.genstatem.SuiteCalls.verifyEmptyMailbox;
import static dev.ninefold.genstatem.TestStatem.pid;
import static dev.ninefold.genstatem.TestStatem.startLink;
import static dev.ninefold.genstatem.Transition.keepState;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static dev.ninefold.genstatem.Transition.nextState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.From;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genstatem.StatemError.BadActionFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadReplyActionFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadReturnFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadStateEnterActionFromStateFunction;
import dev.ninefold.genstatem.SuiteMachine.Delayed;
import dev.ninefold.genstatem.SuiteMachine.Returns;
import dev.ninefold.genstatem.SuiteMachine.StopWith;
import dev.ninefold.genstatem.SuiteMachine.Style;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.ClientInfo;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.ErrorInfo;
import dev.ninefold.report.StatemTerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How machines end, by themselves or by what their callbacks do wrong. */
@WithNode
class StatemCrashTest {

  private static final String SUITE = "gen_statem_SUITE";

  // ---- calls that take too long

  private static void abnormal1(Style style, TestNode node, String name) throws Exception {
    node.run(() -> {
      ServerRef<Ask, Object> machine = ServerRef.named(name);
      style.start(StartOptions.named(name), "data").orElseThrow();
      // delayed = call(Name, {delayed_answer,1}, 100)
      assertThat(GenStatem.call(machine, new Ask(new Delayed(Duration.ofMillis(1))), Duration.ofMinutes(1))).isEqualTo("delayed");
      // {timeout,_} = call(Name, {delayed_answer,1000}, 10); the late reply does not stay behind
      assertThatThrownBy(() -> GenStatem.call(machine, new Ask(new Delayed(Duration.ofMillis(50))), Duration.ofMillis(1)))
          .isInstanceOf(CallTimeoutException.class);
      GenStatem.stop(machine);
      verifyEmptyMailbox();
    });
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "abnormal1")
  void callsTimeOut(Style style, TestNode node) throws Exception {
    abnormal1(style, node, "abnormal1");
  }

  // {clean_timeout, T} is what every timeout is here
  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "abnormal1clean")
  void callsTimeOutCleanly(Style style, TestNode node) throws Exception {
    abnormal1(style, node, "abnormal1clean");
  }

  // ---- bad returns

  private static void badReturn(Style style, TestNode node, Object returned, StatemError error) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = style.startLink(StartOptions.DEFAULT, "data").orElseThrow();
      ExitReason reason = new ExitReason.Other(error);
      // {{{Cause,badreturn},_},_} = call(Pid, badreturn), {'EXIT',Pid,{{Cause,badreturn},_}}
      assertThat(catchThrowableOfType(ServerExitedException.class, () -> call(machine, new Returns(returned))).failure())
          .isEqualTo(reason);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), reason));
      verifyEmptyMailbox();
      StatemTerminateReport report = node.expectReport(StatemTerminateReport.class);
      assertThat(report.kind()).isEqualTo(ErrorInfo.Kind.ERROR);
      assertThat(report.reason()).isEqualTo(reason);
      assertThat(report.lastEvent().orElseThrow().toString()).startsWith("{{call, {" + Process.self() + ", ");
      assertThat(report.state()).hasToString("{IDLE, data}");
      node.expectReport(CrashReport.class);
    });
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "abnormal2")
  void aBadReturn(Style style, TestNode node) throws Exception {
    badReturn(style, node, "badreturn", new BadReturnFromStateFunction("badreturn"));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the compiler refuses it otherwise
  private static Transition<Object, Object> keeping(Object... actions) {
    return new Entered.KeepState("data", List.of(actions));
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "abnormal3")
  void aBadAction(Style style, TestNode node) throws Exception {
    badReturn(style, node, keeping("badaction"), new BadActionFromStateFunction("badaction"));
  }

  // {badtimeout,4711,ouch}; of the real ones what would be bad cannot be made
  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "abnormal4")
  void aBadTimeout(Style style, TestNode node) throws Exception {
    List<Object> bad = List.of("badtimeout", 4711, "ouch");
    badReturn(style, node, keeping(bad), new BadActionFromStateFunction(bad));
    assertThatThrownBy(() -> stateTimeout(Duration.ofMillis(-1), "ouch")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // the compiler refuses it otherwise
  void aBadReply(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Tags tags = new Tags(2);
      // replies before it have been sent
      var machine = startLink(TestStatem.of("s", "d", (_, _, _) -> new Entered.StopAndReply(ExitReason.NORMAL,
          List.of(tags.reply("first"), "bad", tags.reply("second")), java.util.Optional.empty())));
      GenStatem.cast(machine, "go");
      assertThat(tags.read(2)).containsExactly("first",
          new Info.Exit(pid(machine), new ExitReason.Other(new BadReplyActionFromStateFunction("bad"))));
      tags.close();
    });
    node.expectReport(StatemTerminateReport.class);
    node.expectReport(CrashReport.class);
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "shutdown")
  void aShutdownIsSilent(Style style, TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = style.startLink(StartOptions.DEFAULT, "data").orElseThrow();
      both(machine);
      // stopped = call(Pid0, {stop,{shutdown,reason}}), {'EXIT',Pid0,{shutdown,reason}}, then {noproc,_} and nothing more
      ExitReason shutdown = ExitReason.shutdown("reason");
      assertThat(call(machine, new StopWith(shutdown))).isEqualTo("stopped");
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), shutdown));
      assertThatThrownBy(() -> call(machine, "hej")).isInstanceOf(NoProcessException.class);
      verifyEmptyMailbox();
    });
    assertThat(node.reports()).isEmpty();
  }

  // ---- what a report says

  @Test
  void theReportHasQueuePostponedTimeoutsAndClient(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var broken = new IllegalStateException("broken");
      TestStatem module = TestStatem.of("s", "d", (event, _, _) -> switch (event) {
        case StateEvent.Call(Ask _, From _) -> throw broken;
        case StateEvent.Cast(Object told) when told.equals("queue") -> keepState("d2", stateTimeout(Duration.ofHours(1), "later"),
            Action.nextEvent(new StateEvent.Call<>(new Ask("crash"), Tags.anyone())), Action.internal("never handled"));
        default -> keepStateAndData(postpone());
      });
      var seen = new AtomicInteger();
      module.onTerminate = (reason, state, data) -> {
        assertThat(reason).isEqualTo(ExitReason.crashed(broken));
        assertThat(state + " " + data).isEqualTo("s d2");
        seen.incrementAndGet();
      };
      var machine = startLink(module);
      GenStatem.cast(machine, "postponed");
      GenStatem.cast(machine, "postponed too");
      GenStatem.cast(machine, "queue");
      assertThat(Process.receive(Info.Exit.class).reason()).isEqualTo(ExitReason.crashed(broken));
      assertThat(seen).hasValue(1);
      StatemTerminateReport report = node.expectReport(StatemTerminateReport.class);
      assertThat(report.label()).isEqualTo("{gen_statem, terminate}");
      assertThat(report.name()).isEqualTo(pid(machine));
      assertThat(report.queue()).hasSize(2).last().hasToString("{internal, never handled}");
      assertThat(report.postponed()).hasToString("[{cast, postponed}, {cast, postponed too}]");
      assertThat(report.timeouts()).hasToString("[{state_timeout, later}]");
      assertThat(report.state()).isEqualTo(new StateData<>("s", "d2"));
      assertThat(report.modules()).containsExactly(TestStatem.class.getName());
      assertThat(report.callbackMode()).isEqualTo("handle_event_function");
      assertThat(report.stateEnter()).isFalse();
      assertThat(report.reason()).isEqualTo(ExitReason.crashed(broken));
      assertThat(((ClientInfo) report.clientInfo().orElseThrow()).client()).isEqualTo(pid(machine));
      assertThat(node.expectReport(CrashReport.class).pid()).isEqualTo(pid(machine));
    });
  }

  // after a crash of the enter call, terminate sees the state before the transition
  @Test
  void anEnterCallThatCrashes(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var broken = new IllegalStateException("broken");
      TestStatem module = TestStatem.entering("a", 0,
          (event, state, data) -> nextState("b", "crash",
              reply(((StateEvent.Call<Ask, Object>) event).from(), new Ask(""), "ok")),
          (old, state, data) -> {
            if (data.equals("crash")) {
              throw broken;
            }
            return Entered.keepStateAndData();
          });
      var machine = startLink(module);
      // the reply was sent before
      assertThat(call(machine, "go")).isEqualTo("ok");
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), ExitReason.crashed(broken)));
      StatemTerminateReport report = node.expectReport(StatemTerminateReport.class);
      assertThat(report.state()).isEqualTo(new StateData<>("a", 0));
      assertThat(report.stateEnter()).isTrue();
      node.expectReport(CrashReport.class);
    });
  }

  @Test
  void whatAnEnterCallMustNotAskFor(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = startLink(TestStatem.entering("a", 0, (_, _, _) -> keepStateAndData(), (_, _, _) -> {
        throw new ThrownException(keepStateAndData(postpone()));
      }));
      ExitReason reason = new ExitReason.Other(new BadStateEnterActionFromStateFunction(postpone()));
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), reason));
      assertThat(node.expectReport(StatemTerminateReport.class).lastEvent().orElseThrow())
          .isEqualTo(new StateEvent.Internal<>("init_state"));
      node.expectReport(CrashReport.class);
    });
  }

  // ST-4, ST-60
  @Test
  void aThrownValueCountsAsReturned(TestNode node) throws Exception {
    node.run(() -> {
      TestStatem module = new TestStatem(() -> {
        throw new ThrownException(Init.ok("s", "d"));
      }, (_, _, _) -> {
        throw new ThrownException(Transition.stop());
      });
      module.onTerminate = (_, _, _) -> {
        throw new ThrownException("nothing comes of it");
      };
      var machine = GenStatem.startMonitor(() -> module, StartOptions.DEFAULT).orElseThrow();
      Process.send(pid(machine.machine()), "end");
      assertThat(Process.receive(Info.Down.class).reason()).isEqualTo(ExitReason.NORMAL);
    });
    assertThat(node.reports()).isEmpty();
  }

  // ST-62
  @Test
  void theExitOfTheParentEndsAMachineThatTrapsExits(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      TestStatem module = new TestStatem(() -> {
        Process.trapExit(true);
        return Init.ok("s", "d");
      }, (_, _, _) -> keepStateAndData());
      var machine = startLink(module);
      // of another process it is an event, of the parent it is the end, even if the parent does not end
      Process.exit(pid(machine), ExitReason.NORMAL);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), ExitReason.NORMAL));
    });
    assertThat(node.reports()).isEmpty();
  }

  // ---- callbacks that are not there

  private record Bare() implements GenStatem<String, String, Ask, Object> {
    @Override
    public Init<String, String> init() {
      return Init.ok("start", "data");
    }

    @Override
    public Transition<String, String> handleEvent(StateEvent<Ask, Object> event, String state, String data) {
      return keepStateAndData(event instanceof StateEvent.Call(Ask ask, From from) ? List.of(reply(from, ask, "ok")) : List.of());
    }
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_terminate1")
  void withoutTerminateItEndsNormally(TestNode node) throws Exception {
    node.run(() -> {
      var machine = GenStatem.startMonitor(Bare::new, StartOptions.DEFAULT).orElseThrow();
      GenStatem.stop(machine.machine());
      assertThat(Process.receive(Info.Down.class).reason()).isEqualTo(ExitReason.NORMAL);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_terminate2")
  void withoutTerminateItEndsWithAnyReason(TestNode node) throws Exception {
    node.run(() -> {
      ExitReason reason = new ExitReason.Other(List.of("error", "test"));
      var machine = GenStatem.startMonitor(Bare::new, StartOptions.DEFAULT).orElseThrow();
      GenStatem.stop(machine.machine(), reason, Timeout.INFINITY);
      assertThat(Process.receive(Info.Down.class).reason()).isEqualTo(reason);
    });
    node.expectReport(StatemTerminateReport.class);
    node.expectReport(CrashReport.class);
  }

  // a method that is missing is an Error of Java's
  @Test
  @OtpCase(suite = SUITE, name = "undef_in_terminate")
  void aMissingMethodInTerminateIsTheReason(TestNode node) throws Exception {
    node.run(() -> {
      var missing = new NoSuchMethodError("nowhere.terminate()");
      TestStatem module = TestStatem.of("s", "d", (_, _, _) -> keepStateAndData());
      module.onTerminate = (_, _, _) -> {
        throw missing;
      };
      var machine = GenStatem.start(() -> module).orElseThrow();
      // exit:{undef, [{?MODULE, terminate, _, _}|_]} of stop
      assertThat(catchThrowableOfType(ExitException.class, () -> GenStatem.stop(machine)).reason())
          .isEqualTo(ExitReason.crashed(missing));
    });
    assertThat(node.expectReport(StatemTerminateReport.class).kind()).isEqualTo(ErrorInfo.Kind.ERROR);
    node.expectReport(CrashReport.class);
  }

  // ---- callback modules

  @Test
  @OtpCase(suite = SUITE, name = "pop_too_many")
  void poppingTheLastModule(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      TestStatem second = switching("second");
      var machine = startLink(switching("first"));
      // ok = call(STM, {change_callback_module, oc_statem}), ok = call(STM, {push_callback_module, ?MODULE})
      assertThat(call(machine, changeCallbackModule(second))).isEqualTo("first ok");
      assertThat(call(machine, pushCallbackModule(switching("third")))).isEqualTo("second ok");
      // ok = call(STM, {verify, ?MODULE}), ok = call(STM, pop_callback_module)
      assertThat(call(machine, Action.hibernate())).isEqualTo("third ok");
      assertThat(call(machine, popCallbackModule())).isEqualTo("third ok");
      // {{BadAction,_}, {gen_statem,call,[STM,pop_callback_module,infinity]}}, {'EXIT', STM, {BadAction,_}}
      ExitReason bad = new ExitReason.Other(new BadActionFromStateFunction(popCallbackModule()));
      assertThatThrownBy(() -> call(machine, popCallbackModule())).isInstanceOf(ServerExitedException.class)
          .hasMessageContaining("gen_statem:call")
          .hasMessageContaining("pop_callback_module")
          .extracting(e -> ((ServerExitedException) e).failure())
          .isEqualTo(bad);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), bad));
    });
    assertThat(node.expectReport(StatemTerminateReport.class).modules()).hasSize(1);
    node.expectReport(CrashReport.class);
  }

  /** Carries out the action that it is asked for, and says that it did so. No module change makes an enter call. */
  private static TestStatem switching(String name) {
    var entered = new AtomicInteger();
    return TestStatem.entering("s", "d",
        (event, _, _) -> event instanceof StateEvent.Call(Ask ask, From from)
            ? keepStateAndData((Action) ask.what(), reply(from, ask, name + " ok"))
            : keepStateAndData(),
        (_, _, _) -> {
          assertThat(name).as("only the first module starts").isEqualTo("first");
          assertThat(entered.incrementAndGet()).isEqualTo(1);
          return Entered.keepStateAndData();
        });
  }

  // ST-54
  @Test
  void theEnterCallGoesToTheNewModule(TestNode node) throws Exception {
    node.run(() -> {
      Tags tags = new Tags(1);
      TestStatem second = TestStatem.entering("s", "d", (_, _, _) -> keepStateAndData(),
          (old, state, _) -> Entered.keepStateAndData(tags.reply("entered " + state + " from " + old)));
      var machine = startLink(TestStatem.of("s", "d", (_, _, _) -> nextState("t", "d", changeCallbackModule(second))));
      GenStatem.cast(machine, "go");
      assertThat(tags.read()).isEqualTo("entered t from s");
      GenStatem.stop(machine);
      tags.close();
    });
  }
}

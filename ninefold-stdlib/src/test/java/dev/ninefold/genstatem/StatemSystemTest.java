package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.reply;
import static dev.ninefold.genstatem.Action.stateTimeout;
import static dev.ninefold.genstatem.SuiteCalls.call;
import static dev.ninefold.genstatem.SuiteCalls.stopIt;
import static dev.ninefold.genstatem.SuiteCalls.verifyEmptyMailbox;
import static dev.ninefold.genstatem.TestStatem.pid;
import static dev.ninefold.genstatem.TestStatem.startLink;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.From;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.SystemRequest;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.genstatem.SuiteMachine.Style;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.report.StatemTerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** System messages to a machine, what formatStatus does, and hibernation. */
@WithNode
class StatemSystemTest {

  private static final String SUITE = "gen_statem_SUITE";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** One that answers anything with ok, and ends when asked to crash. */
  private static TestStatem answering(Object state, Object data, UnaryOperator<StatemStatus> formatter) {
    TestStatem module = TestStatem.of(state, data, (event, _, _) -> switch (event) {
      case StateEvent.Call(Ask ask, From _) when ask.what().equals("badreturn") -> null;
      case StateEvent.Call(Ask ask, From from) when ask.what().equals("stop") ->
        Transition.stopAndReply(ExitReason.NORMAL, reply(from, ask, "stopped"));
      case StateEvent.Call(Ask ask, From from) -> keepStateAndData(reply(from, ask, "ok"));
      case StateEvent.Cast(Object told) when told.equals("postpone") ->
        keepStateAndData(postpone(), stateTimeout(Duration.ofHours(1), "later"));
      default -> keepStateAndData();
    });
    module.formatter = formatter;
    return module;
  }

  @ParameterizedTest
  @EnumSource
  @OtpCase(suite = SUITE, name = "sys1")
  void suspendAndResume(Style style, TestNode node) throws Exception {
    node.run(() -> {
      var machine = style.start(StartOptions.DEFAULT, "data").orElseThrow();
      // {status, Pid, {module,gen_statem}, Info} = sys:get_status(Pid)
      SystemStatus status = Sys.getStatus(machine);
      assertThat(status.pid()).isEqualTo(pid(machine));
      assertThat(status.behaviour()).isEqualTo("gen_statem");
      // a call waits while it is suspended
      Sys.suspend(machine);
      var id = GenStatem.sendRequest(machine, new Ask("alive?"));
      assertThat(Sys.getStatus(machine).suspended()).isTrue();
      assertThat(GenStatem.waitResponse(id, Duration.ZERO)).hasToString("Timeout[]");
      Sys.resume(machine);
      assertThat(GenStatem.waitResponse(id, LIMIT)).hasToString("Reply[value=yes]");
      stopIt(machine);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "call_format_status")
  void getStatusShowsWhatItReturns(TestNode node) throws Exception {
    node.run(() -> {
      var registrar = new TestRegistrar();
      // by pid, a local name, global names that are a string and a tuple, the same by a via module
      for (var name : List.of(Optional.<Name>empty(), Optional.of(Name.local("gstm")),
          Optional.of(Name.global("CallFormatStatus")), Optional.of(Name.global(List.of("name", "term"))),
          Optional.of(Name.via(registrar, "CallFormatStatus")), Optional.of(Name.via(registrar, List.of("name", "term"))))) {
        StartOptions options = name.map(StartOptions.DEFAULT::withName).orElse(StartOptions.DEFAULT);
        var machine = GenStatem
            .start(() -> answering("idle", "data", status -> status.withState("format_status_called")), options)
            .orElseThrow();
        SystemStatus status = Sys.getStatus(name.<Destination>map(n -> n).orElse(pid(machine)));
        assertThat(status.pid()).isEqualTo(pid(machine));
        assertThat(status.suspended()).isFalse();
        assertThat(((StatemStatus) status.state()).state()).isEqualTo("format_status_called");
        stopIt(machine);
      }
    });
  }

  // ST-70
  @Test
  void getStatusShowsPostponedEventsAndTimeouts(TestNode node) throws Exception {
    node.run(() -> {
      var machine = startLink(answering("idle", "data", status -> status));
      GenStatem.cast(machine, "postpone");
      SystemStatus status = Sys.getStatus(machine);
      assertThat(status.module()).isEqualTo(TestStatem.class.getName());
      assertThat(status.state()).isEqualTo(new StatemStatus("idle", "data", Optional.empty(), List.of(),
          List.of(new StateEvent.Cast<>("postpone")), List.of(new StateEvent.StateTimeout<>("later")), List.of()));
      GenStatem.stop(machine);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "error_format_status")
  void theReportShowsWhatItReturns(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = GenStatem.start(() -> answering("idle", "called format_status",
          status -> status.withState(List.of("formatted", status.state())))).orElseThrow();
      // {{{bad_return_from_state_function,badreturn},_},_} = call(Pid, badreturn)
      assertThat(catchThrowableOfType(ServerExitedException.class, () -> call(machine, "badreturn")).failure())
          .hasToString("{bad_return_from_state_function, null}");
      // [Pid, {{call,_},badreturn}, {formatted,idle,Data}, error, {bad_return_from_state_function,badreturn}|_]
      StatemTerminateReport report = node.expectReport(StatemTerminateReport.class);
      assertThat(report.name()).isEqualTo(pid(machine));
      assertThat(report.lastEvent().orElseThrow()).isInstanceOf(StateEvent.Call.class);
      assertThat(report.state()).isEqualTo(new StateData<>(List.of("formatted", "idle"), "called format_status"));
      assertThat(report.reason()).hasToString("{bad_return_from_state_function, null}");
      assertThat(node.expectReport(CrashReport.class).pid()).isEqualTo(pid(machine));
      verifyEmptyMailbox();
    });
  }

  // terminate_crash_format of earlier releases
  @Test
  void terminateCrashes(TestNode node) throws Exception {
    node.run(() -> {
      ExitReason crash = new ExitReason.Other(List.of("crash", "terminate"));
      TestStatem module = answering("idle", "crash_terminate", status -> status.withData(List.of("formatted", status.data())));
      module.onTerminate = (_, _, _) -> {
        throw Process.exit(crash);
      };
      var machine = GenStatem.start(() -> module).orElseThrow();
      stopIt(machine);
      StatemTerminateReport report = node.expectReport(StatemTerminateReport.class);
      assertThat(report.lastEvent().orElseThrow().toString()).endsWith("stop}");
      assertThat(report.state()).isEqualTo(new StateData<>("idle", List.of("formatted", "crash_terminate")));
      assertThat(report.reason()).isEqualTo(crash);
      node.expectReport(CrashReport.class);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "format_all_status")
  void itMayRewriteEverything(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = startLink(answering("idle", "data",
          status -> status.withState(List.of("state", status.state()))
              .withData(List.of("data", status.data()))
              .withQueue(List.of("queue", status.queue().size()))
              .withPostponed(List.of("postponed", status.postponed()))
              .withTimeouts(List.of("timeouts", status.timeouts()))
              .withLog(List.of("log", status.log().stream().map(event -> event.getClass().getSimpleName()).toList()))
              .withReason(new ExitReason.Other(List.of("reason", status.reason().map(Object::toString).orElse("none"))))));
      Sys.log(machine, 10);
      GenStatem.cast(machine, "postpone");
      SystemStatus status = Sys.getStatus(machine);
      List<Object> log = List.of("log", List.of("In", "Postpone", "StartTimer"));
      assertThat(status.log()).isEqualTo(log);
      assertThat(Sys.getLog(machine)).hasSize(3);
      List<Object> postponed = List.of("postponed", List.of(new StateEvent.Cast<>("postpone")));
      List<Object> timeouts = List.of("timeouts", List.of(new StateEvent.StateTimeout<>("later")));
      assertThat(status.state()).isEqualTo(new StatemStatus(List.of("state", "idle"), List.of("data", "data"),
          Optional.of(new ExitReason.Other(List.of("reason", "none"))), List.of("queue", 0), postponed, timeouts,
          log));
      assertThatThrownBy(() -> call(machine, "badreturn")).isInstanceOf(ServerExitedException.class);
      StatemTerminateReport report = node.expectReport(StatemTerminateReport.class);
      assertThat(report.state()).isEqualTo(new StateData<>(List.of("state", "idle"), List.of("data", "data")));
      assertThat(report.queue()).isEqualTo(List.of("queue", 1));
      assertThat(report.postponed()).isEqualTo(postponed);
      assertThat(report.timeouts()).isEqualTo(timeouts);
      assertThat(report.log()).isEqualTo(List.of("log", List.of("In", "Postpone", "StartTimer", "In")));
      assertThat(report.reason()).hasToString("[reason, {bad_return_from_state_function, null}]");
      node.expectReport(CrashReport.class);
    });
  }

  // GN-49
  @Test
  void aFormatterThatFailsShowsNothing(TestNode node) throws Exception {
    node.run(() -> {
      var machine = startLink(answering("idle", "secret", _ -> {
        throw new IllegalStateException("broken");
      }));
      StatemStatus status = (StatemStatus) Sys.getStatus(machine).state();
      String text = TestStatem.class.getName() + ":formatStatus/1 crashed: " + IllegalStateException.class.getName();
      assertThat(status.state()).isEqualTo(text);
      assertThat(status.data()).isEqualTo(text);
      GenStatem.stop(machine);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "get_state")
  void getState(TestNode node) throws Exception {
    node.run(() -> {
      var state = new StateData<>("idle", Process.self());
      // by pid and by name, with and without a timeout
      var machine = GenStatem.start(() -> answering("idle", Process.self(), status -> status)).orElseThrow();
      Object data = ((StateData<?, ?>) Sys.getState(machine)).data();
      state = new StateData<>("idle", (Pid) data);
      assertThat(Sys.getState(machine)).isEqualTo(state);
      assertThat(Sys.getState(machine, LIMIT)).isEqualTo(state);
      stopIt(machine);
      var named = GenStatem.start(() -> answering("idle", "data", status -> status), StartOptions.named("gstm")).orElseThrow();
      assertThat(Sys.getState(Name.local("gstm"))).isEqualTo(new StateData<>("idle", "data")).hasToString("{idle, data}");
      assertThat(Sys.getState(Name.local("gstm"), LIMIT)).isEqualTo(new StateData<>("idle", "data"));
      stopIt(named);
      // when it is suspended
      var suspended = GenStatem.start(() -> answering("idle", "data", status -> status)).orElseThrow();
      Sys.suspend(suspended);
      assertThat(Sys.getState(suspended, LIMIT)).isEqualTo(new StateData<>("idle", "data"));
      Sys.resume(suspended);
      stopIt(suspended);
      verifyEmptyMailbox();
    });
  }

  private static UnaryOperator<Object> data(Object data) {
    return before -> new StateData<>(((StateData<?, ?>) before).state(), data);
  }

  @Test
  @OtpCase(suite = SUITE, name = "replace_state")
  void replaceState(TestNode node) throws Exception {
    node.run(() -> {
      var machine = GenStatem.start(() -> answering("idle", "data", status -> status)).orElseThrow();
      assertThat(Sys.replaceState(machine, data("replaced"))).isEqualTo(new StateData<>("idle", "replaced"));
      assertThat(Sys.getState(machine)).isEqualTo(new StateData<>("idle", "replaced"));
      var again = new StateData<>("state0", "replaced again");
      assertThat(Sys.replaceState(machine, _ -> again, LIMIT)).isEqualTo(again);
      assertThat(Sys.getState(machine, LIMIT)).isEqualTo(again);
      // no change if the function crashes: {callback_failed, {gen_statem,system_replace_state}, {error,fail}}
      assertThat(catchThrowableOfType(SysException.class, () -> Sys.replaceState(machine, _ -> {
        throw new IllegalStateException("fail");
      })).failure()).isInstanceOfSatisfying(SystemRequest.Failure.CallbackFailed.class,
          failed -> assertThat(failed.callback()).isEqualTo("system_replace_state"));
      // nor if it returns anything but a state with data
      assertThatThrownBy(() -> Sys.replaceState(machine, _ -> "state0")).isInstanceOf(SysException.class)
          .hasStackTraceContaining("expected that it returns a StateData");
      assertThat(Sys.getState(machine)).isEqualTo(again);
      // while it is suspended
      Sys.suspend(machine);
      assertThat(Sys.replaceState(machine, data("replaced again and again")))
          .isEqualTo(new StateData<>("state0", "replaced again and again"));
      Sys.resume(machine);
      assertThat(Sys.getState(machine, LIMIT)).isEqualTo(new StateData<>("state0", "replaced again and again"));
      stopIt(machine);
      verifyEmptyMailbox();
    });
  }

  // ---- code_change

  /** The new version: of the other callback mode. */
  private record NewVersion() implements StateFunctions<NewVersion.Only, String, Ask, Object> {
    enum Only implements StateFunction<Only, String, Ask, Object> {
      ONLY;

      @Override
      public Transition<Only, String> handleEvent(StateEvent<Ask, Object> event, String data) {
        return keepStateAndData(
            event instanceof StateEvent.Call(Ask ask, From from) ? List.of(reply(from, ask, data)) : List.of());
      }
    }

    @Override
    public Init<Only, String> init() {
      throw new AssertionError("init is not called");
    }

    @Override
    public StateData<Only, String> codeChange(Object oldVersion, Object oldState, Object oldData, Object extra) {
      return new StateData<>(Only.ONLY, oldVersion + " " + oldState + " " + oldData + " " + extra);
    }
  }

  // code_change of earlier releases; ST-69
  @Test
  void theNewVersionMayHaveTheOtherMode(TestNode node) throws Exception {
    node.run(() -> {
      var machine = startLink(answering("idle", "data", status -> status));
      Sys.suspend(machine);
      Sys.changeCode(machine, new NewVersion(), "old_vsn", "extra");
      Sys.resume(machine);
      assertThat(call(machine, "get")).isEqualTo("old_vsn idle data extra");
      assertThat(Sys.getStatus(machine).module()).isEqualTo(NewVersion.class.getName());
      assertThat(Sys.getState(machine)).isEqualTo(new StateData<>(NewVersion.Only.ONLY, "old_vsn idle data extra"));
      GenStatem.stop(machine);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_code_change")
  void aMissingCodeChangeIsAnError(TestNode node) throws Exception {
    node.run(() -> {
      var machine = startLink(answering("idle", "data", status -> status));
      // suspend, replace_state, {error, {'EXIT', {undef, [{oc_statem, code_change, [_, _, _, _], _}|_]}}} = change_code, resume
      Sys.suspend(machine);
      Sys.replaceState(machine, data("new"));
      assertThatThrownBy(() -> Sys.changeCode(machine, answering("x", "y", status -> status), "old_vsn", "extra"))
          .isInstanceOf(SysException.class)
          .hasCauseInstanceOf(UndefinedCallbackException.class);
      assertThatThrownBy(() -> Sys.changeCode(machine, "no module", "old_vsn", "extra")).isInstanceOf(SysException.class)
          .hasMessageContaining("got no module");
      Sys.resume(machine);
      assertThat(Sys.getState(machine)).isEqualTo(new StateData<>("idle", "new"));
      assertThat(call(machine, "alive?")).isEqualTo("ok");
      GenStatem.stop(machine);
    });
  }

  // ---- hibernation: every idle machine is as small as a hibernating one, so it waits, owns no thread, and any message wakes it

  private static void hibernates(TestNode node, ServerRef<Ask, Object> machine) {
    node.awaitWaiting(pid(machine));
    ProcessInfo info = Process.info(pid(machine)).orElseThrow();
    assertThat(info.kind()).isEqualTo(ProcessInfo.Kind.EVENT_DRIVEN);
    assertThat(info.messageQueueLength()).isZero();
  }

  @Test
  @OtpCase(suite = SUITE, name = "hibernate")
  void hibernation(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      // start_link(.., hiber_now): {ok,hiber_idle,[],[hibernate]}
      var now = Style.STATE_FUNCTIONS
          .startLink(StartOptions.DEFAULT, Init.ok(SuiteMachine.State.HIBER_IDLE, "none", Action.hibernate()))
          .orElseThrow();
      hibernates(node, now);
      stopIt(now);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(now), ExitReason.NORMAL));
      var machine =
          Style.STATE_FUNCTIONS.startLink(StartOptions.DEFAULT, Init.ok(SuiteMachine.State.HIBER_IDLE, "none")).orElseThrow();
      for (int i = 0; i < 2; i++) {
        assertThat(call(machine, "hibernate_sync")).isEqualTo("hibernating");
        hibernates(node, machine);
        assertThat(call(machine, "wakeup_sync")).isEqualTo("good_morning");
        assertThat(call(machine, "hibernate_sync")).isEqualTo("hibernating");
        hibernates(node, machine);
        assertThat(call(machine, "snooze_sync")).isEqualTo("please_just_five_more");
        hibernates(node, machine);
        assertThat(call(machine, "wakeup_sync")).isEqualTo("good_morning");
        GenStatem.cast(machine, "hibernate_async");
        GenStatem.cast(machine, "wakeup_async");
        GenStatem.cast(machine, "hibernate_async");
        GenStatem.cast(machine, "snooze_async");
        GenStatem.cast(machine, "wakeup_async");
        SuiteCalls.checkState(machine, SuiteMachine.State.HIBER_IDLE);
        if (i == 0) {
          // Pid ! hibernate_later: after a timer of its own; Pid ! hibernate_now
          Process.send(pid(machine), "hibernate_later");
          node.await("the timer woke it", () -> ((StateData<?, ?>) Sys.getState(machine)).data().equals("woken"));
          hibernates(node, machine);
          assertThat(call(machine, "alive?")).isEqualTo("alive!");
          Process.send(pid(machine), "hibernate_now");
          hibernates(node, machine);
          assertThat(call(machine, "alive?")).isEqualTo("alive!");
        }
      }
      // hibernates; so it does after sys:suspend and after sys:resume
      assertThat(call(machine, "hibernate_sync")).isEqualTo("hibernating");
      hibernates(node, machine);
      Sys.suspend(machine);
      hibernates(node, machine);
      Sys.resume(machine);
      hibernates(node, machine);
      assertThat(call(machine, "wakeup_sync")).isEqualTo("good_morning");
      stopIt(machine);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), ExitReason.NORMAL));
      verifyEmptyMailbox();
    });
  }

  @Test
  @WithNode(manualTime = true)
  @OtpCase(suite = SUITE, name = "auto_hibernate")
  void autoHibernation(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid tester = Process.self();
      Duration after = Duration.ofMillis(100);
      TestStatem module = TestStatem.of("idle", "data", (event, _, _) -> switch (event) {
        case StateEvent.Call(Ask ask, From from) when ask.what() instanceof Duration time ->
          keepStateAndData(reply(from, ask, "ok"), Action.timeout(time, "arm_htimer"));
        case StateEvent.Call(Ask ask, From from) when ask.what().equals("stop") ->
          Transition.stopAndReply(ExitReason.NORMAL, reply(from, ask, "stopped"));
        case StateEvent.Call(Ask ask, From from) -> keepStateAndData(reply(from, ask, "hpong"));
        default -> {
          Process.send(tester, "hpong " + event);
          yield keepStateAndData();
        }
      });
      var machine = GenStatem.startLink(() -> module, StartOptions.DEFAULT.withHibernateAfter(after)).orElseThrow();
      // after init, an info, a cast, a call: when the time has passed
      hibernatesAfter(node, machine, after);
      Process.send(pid(machine), "hping");
      assertThat(Process.receive()).isEqualTo("hpong {info, hping}");
      hibernatesAfter(node, machine, after);
      GenStatem.cast(machine, "hping");
      assertThat(Process.receive()).isEqualTo("hpong {cast, hping}");
      hibernatesAfter(node, machine, after);
      assertThat(call(machine, "hping")).isEqualTo("hpong");
      hibernatesAfter(node, machine, after);
      // a timer that fires before the time has passed, and one that fires later, and wakes it
      for (Duration time : List.of(Duration.ofMillis(50), Duration.ofMillis(150))) {
        assertThat(call(machine, time)).isEqualTo("ok");
        hibernates(node, machine);
        node.time().advance(time);
        assertThat(Process.receive()).isEqualTo("hpong {timeout, arm_htimer}");
        hibernatesAfter(node, machine, after);
      }
      stopIt(machine);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), ExitReason.NORMAL));
      verifyEmptyMailbox();
    });
  }

  private static void hibernatesAfter(TestNode node, ServerRef<Ask, Object> machine, Duration time) {
    node.time().advance(time);
    hibernates(node, machine);
    assertThat(node.time().pending()).isZero();
  }
}

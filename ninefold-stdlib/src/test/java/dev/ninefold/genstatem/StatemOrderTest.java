package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.Action.cancelStateTimeout;
import static dev.ninefold.genstatem.Action.genericTimeout;
import static dev.ninefold.genstatem.Action.genericTimeoutAt;
import static dev.ninefold.genstatem.Action.internal;
import static dev.ninefold.genstatem.Action.nextEvent;
import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.reply;
import static dev.ninefold.genstatem.Action.stateTimeout;
import static dev.ninefold.genstatem.Action.timeout;
import static dev.ninefold.genstatem.Action.updateGenericTimeout;
import static dev.ninefold.genstatem.Action.updateStateTimeout;
import static dev.ninefold.genstatem.SuiteCalls.call;
import static dev.ninefold.genstatem.TestStatem.pid;
import static dev.ninefold.genstatem.TestStatem.startLink;
import static dev.ninefold.genstatem.Transition.keepState;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static dev.ninefold.genstatem.Transition.nextState;
import static dev.ninefold.genstatem.Transition.repeatState;
import static dev.ninefold.genstatem.Transition.repeatStateAndData;
import static dev.ninefold.genstatem.Transition.stop;
import static dev.ninefold.genstatem.Transition.stopAndReply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.From;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.StatemTerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order of events, timeouts, enter calls and replies, in a process: the cases of gen_statem_SUITE about it. */
@WithNode(manualTime = true)
class StatemOrderTest {

  private static final String SUITE = "gen_statem_SUITE";
  private static final Duration ZERO = Duration.ZERO;
  private static final Duration TIME = Duration.ofMillis(500);
  private static final Duration SHORT = Duration.ofMillis(17);
  private static final ExitReason REASON = new ExitReason.Other("reason");

  private static void quiet(TestNode node) {
    node.ignoreReports(StatemTerminateReport.class);
    node.ignoreReports(CrashReport.class);
  }

  private static void gone(ServerRef<Ask, Object> machine) {
    assertThatThrownBy(() -> call(machine, "hej")).isInstanceOf(NoProcessException.class);
    SuiteCalls.verifyEmptyMailbox();
  }

  private static Transition<Object, Object> unexpected(StateEvent<?, ?> event, Object state) {
    return stop(new ExitReason.Other("unexpected " + event + " in " + state));
  }

  @Test
  @OtpCase(suite = SUITE, name = "stop_and_reply")
  void repliesGoOutBeforeTheEnd(TestNode node) throws Exception {
    quiet(node);
    node.run(() -> {
      Process.trapExit(true);
      Tags tags = new Tags(2);
      // {next_state,wait,{reply,From1,Reply1}}; {stop_and_reply,Reason,[R1,{reply,From2,Reply2}]}
      var machine = startLink(TestStatem.of("start", "none", (event, state, data) -> switch (state.toString()) {
        case "start" -> nextState("wait", tags.reply("reply1"));
        default -> stopAndReply(REASON, (Action.Reply) data, tags.reply("reply2"));
      }));
      GenStatem.cast(machine, "echo");
      GenStatem.cast(machine, "stop_and_reply");
      assertThat(tags.read(3)).containsExactly("reply1", "reply2", new Info.Exit(pid(machine), REASON));
      gone(machine);
      tags.close();
    });
  }

  /** The machine of the case state_enter; its data is the number of the next callback. */
  private static TestStatem enterMachine(Pid tester, Tags tags) {
    return TestStatem.entering("start", 1, (event, state, data) -> {
      int n = (int) data;
      return switch (event) {
        case StateEvent.Internal(Object previous) -> {
          Process.send(tester, n + " internal " + state + " " + previous);
          yield keepState(n + 1);
        }
        case StateEvent.Timeout(Object m) -> keepState(n + 1, tags.reply(n + " timeout " + m));
        case StateEvent.StateTimeout(Object m) -> keepState(n + 1, tags.reply(n + " state_timeout " + m));
        case StateEvent.Call(Ask ask, From from) -> switch (state + " " + ask) {
          case "start repeat" -> repeatState(n + 1, reply(from, ask, n + " repeat start"));
          case "start echo" -> nextState("wait", n + 1, reply(from, ask, n + " echo start"), timeout(ZERO, n));
          case "wait repeat" -> repeatStateAndData(reply(from, ask, n + " repeat wait"), timeout(ZERO, n));
          case "wait echo" -> nextState("start", n + 1, internal("wait"), reply(from, ask, n + " echo wait"));
          default -> stopAndReply(new ExitReason.Other("bye"), List.of(reply(from, ask, n + " stop")), n + 1);
        };
        case StateEvent.Cast<Ask, Object> _, StateEvent.Info<Ask, Object> _, StateEvent.GenericTimeout<Ask, Object> _ ->
          unexpected(event, state);
      };
    }, (previous, state, data) -> {
      int n = (int) data;
      if (state.equals("start")) {
        Process.send(tester, n + " enter start " + previous);
        return Entered.keepState(n + 1);
      }
      if (n < 5) {
        return Entered.repeatState(n + 1, tags.reply(n + " enter " + previous), timeout(ZERO, n), stateTimeout(ZERO, n));
      }
      Process.send(tester, n + " enter wait " + previous);
      return Entered.keepState(n + 1, timeout(ZERO, n), stateTimeout(ZERO, n));
    });
  }

  // without the calls of sys:log, whose results the case prints
  @Test
  @OtpCase(suite = SUITE, name = "state_enter")
  void enterCalls(TestNode node) throws Exception {
    quiet(node);
    node.run(() -> {
      Process.trapExit(true);
      Tags tags = new Tags(10);
      var machine = startLink(enterMachine(Process.self(), tags));
      assertThat(tags.read()).isEqualTo("1 enter start start");
      assertThat(call(machine, "echo")).isEqualTo("2 echo start");
      assertThat(tags.read(5)).containsExactly("3 enter start", "4 enter start", "5 enter wait start", "6 timeout 5",
          "7 state_timeout 5");
      assertThat(Sys.getState(machine)).isEqualTo(new StateData<>("wait", 8));
      assertThat(call(machine, "repeat")).isEqualTo("8 repeat wait");
      assertThat(tags.read(3)).containsExactly("8 enter wait wait", "9 timeout 8", "10 state_timeout 8");
      assertThat(call(machine, "echo")).isEqualTo("11 echo wait");
      assertThat(tags.read(2)).containsExactly("12 enter start wait", "13 internal start wait");
      assertThat(call(machine, "repeat")).isEqualTo("14 repeat start");
      assertThat(tags.read()).isEqualTo("15 enter start start");
      assertThat(call(machine, "stop")).isEqualTo("16 stop");
      assertThat(tags.read()).isEqualTo(new Info.Exit(pid(machine), new ExitReason.Other("bye")));
      gone(machine);
      tags.close();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "event_order")
  void insertedBeforePostponedBeforeReceived(TestNode node) throws Exception {
    quiet(node);
    node.run(() -> {
      Process.trapExit(true);
      Tags tags = new Tags(5);
      var machine = startLink(TestStatem.of("start", List.of(), (event, state, data) -> switch (state.toString()) {
        case "start" -> event instanceof StateEvent.Call(Ask ask, From from)
            // the timeout does not happen, since there are events that cancel it: inserted and postponed ones
            ? nextState("buffer", data, internal("ok3"), internal("ok4"), timeout(ZERO, "ok5"), reply(from, ask, "ok"))
            : keepStateAndData(postpone());
        case "buffer" -> switch (event) {
          case StateEvent.Internal(Object what) -> keepState(and(data, what));
          case StateEvent.Timeout(Object what) -> keepState(and(data, what));
          case StateEvent.Cast(Object what) -> keepState(and(data, what));
          case StateEvent.Call(Ask ask, From from) -> {
            List<Action> actions = new ArrayList<>();
            ((List<?>) data).forEach(what -> actions.add(tags.reply(what)));
            actions.add(reply(from, ask, "ok"));
            actions.add(internal("stop"));
            yield nextState("stop", "none", actions);
          }
          default -> unexpected(event, state);
        };
        default -> stop(REASON);
      }));
      GenStatem.cast(machine, "ok1");
      GenStatem.cast(machine, "ok2");
      assertThat(call(machine, "buffer")).isEqualTo("ok");
      assertThat(call(machine, "stop")).isEqualTo("ok");
      assertThat(tags.read(5)).containsExactly("ok3", "ok4", "ok1", "ok2", new Info.Exit(pid(machine), REASON));
      gone(machine);
      tags.close();
    });
  }

  private static List<Object> and(Object list, Object what) {
    List<Object> longer = new ArrayList<>((List<?>) list);
    longer.add(what);
    return List.copyOf(longer);
  }

  /** State, type and content, for switches. */
  private static String at(Object state, StateEvent<?, ?> event) {
    return event instanceof StateEvent.Call<?, ?>(var request, var _) ? state + " call " + request : state + " " + event;
  }

  private static From from(StateEvent<Ask, Object> event) {
    return ((StateEvent.Call<Ask, Object>) event).from();
  }

  private static Action.Reply ok(Object from) {
    return reply((From) from, new Ask("anything"), "ok");
  }

  @Test
  @OtpCase(suite = SUITE, name = "state_timeout")
  void stateTimeouts(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      List<String> handled = new ArrayList<>();
      var machine = startLink(TestStatem.of("start", "none", (event, state, data) -> {
        String at = at(state, event);
        handled.add(at);
        return switch (at) {
          case "start call go" -> {
            Process.send(Process.self(), "message_to_self");
            // internal events go before external ones
            yield nextState("state1", from(event), timeout(TIME, 1), stateTimeout(TIME, 1), internal(1));
          }
          // a state change cancels timeout 1
          case "state1 {internal, 1}" -> nextState("state2", data, timeout(ZERO, 2), stateTimeout(ZERO, 2), internal(2));
          // {state_timeout,0,_} comes after next_event, and {timeout,0,_} is cancelled by it
          case "state2 {internal, 2}" -> keepStateAndData(timeout(ZERO, 3));
          // timeouts 0 are processed in order
          case "state2 {state_timeout, 2}" -> keepStateAndData(timeout(ZERO, 4), stateTimeout(ZERO, 5));
          // timeout 0 is cancelled by an enqueued state timeout 0, of which there may be several
          case "state2 {timeout, 4}" -> keepStateAndData(stateTimeout(ZERO, 6), timeout(ZERO, 7));
          case "state2 {state_timeout, 6}" -> nextState("state3", 6, ok(data), stateTimeout(TIME, 8));
          case "state3 {info, message_to_self}" -> keepState(7);
          case "state3 call check" -> keepState(from(event));
          case "state3 {state_timeout, 8}" -> stopAndReply(ExitReason.NORMAL, ok(data));
          default -> unexpected(event, state);
        };
      }));
      assertThat(call(machine, "go")).isEqualTo("ok");
      var check = GenStatem.sendRequest(machine, new Ask("check"));
      node.await("check is handled", () -> Sys.getState(machine) instanceof StateData<?, ?>(var _, From _));
      assertThat(node.time().pending()).isEqualTo(1);
      node.time().advance(TIME);
      assertThat(GenStatem.waitResponse(check, Timeout.INFINITY)).hasToString("Reply[value=ok]");
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), ExitReason.NORMAL));
      assertThat(handled).containsExactly("start call go", "state1 {internal, 1}", "state2 {internal, 2}",
          "state2 {state_timeout, 2}", "state2 {timeout, 4}", "state2 {state_timeout, 6}", "state3 {info, message_to_self}",
          "state3 call check", "state3 {state_timeout, 8}");
      gone(machine);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "timeout_cancel_and_update")
  void cancelAndUpdate(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = startLink(TestStatem.of("start", "none", (event, state, data) -> switch (at(state, event)) {
        case "start call test" -> {
          Process.send(Process.self(), "message_to_self");
          yield nextState("state1", from(event), stateTimeout(SHORT, 1), internal(1));
        }
        case "state1 {internal, 1}" -> keepStateAndData(cancelStateTimeout(), genericTimeout("a", SHORT, 1));
        case "state1 {info, message_to_self}" -> keepStateAndData(updateGenericTimeout("a", "a"));
        case "state1 {{timeout, a}, a}" -> nextState("state2", data, stateTimeout(SHORT, 2), internal(2));
        case "state2 {internal, 2}" -> {
          // here the state timeout fires; its message waits in the mailbox
          node.time().advance(Duration.ofMillis(50));
          yield keepStateAndData(updateStateTimeout("b"), timeout(SHORT, 2));
        }
        case "state2 {state_timeout, b}" -> nextState("state3", 3, ok(data), timeout(Duration.ofSeconds(17)));
        case "state3 call stop" -> stopAndReply(ExitReason.NORMAL, ok(from(event)));
        default -> unexpected(event, state);
      }));
      var test = GenStatem.sendRequest(machine, new Ask("test"));
      node.await("the message was handled",
          () -> status(machine).timeouts().equals(List.of(new StateEvent.GenericTimeout<>("a", "a"))));
      node.time().advance(SHORT);
      assertThat(GenStatem.waitResponse(test, Timeout.INFINITY)).hasToString("Reply[value=ok]");
      // {_, {1,[{timeout,17000}]}} = lists:keyfind("Time-outs", 1, Timeouts)
      assertThat(status(machine).timeouts()).isEqualTo(List.of(new StateEvent.Timeout<>(Duration.ofSeconds(17))));
      assertThat(call(machine, "stop")).isEqualTo("ok");
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), ExitReason.NORMAL));
      gone(machine);
    });
  }

  private static StatemStatus status(ServerRef<Ask, Object> machine) {
    return (StatemStatus) Sys.getStatus(machine).state();
  }

  @Test
  @OtpCase(suite = SUITE, name = "event_types")
  void everyTypeCanBeInserted(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = startLink(
          new TestStatem(() -> Init.ok("start1", "none", internal(0)), (event, state, data) -> switch (at(state, event)) {
            case "start1 {internal, 0}" -> nextState("start2", data);
            case "start2 call stop" -> nextState("state1", data, internal(1), nextEvent(new StateEvent.StateTimeout<>(2)),
                nextEvent(new StateEvent.Timeout<>(3)), nextEvent(new StateEvent.Info<>(Info.of(4))),
                nextEvent(new StateEvent.Cast<>(5)),
                nextEvent(new StateEvent.GenericTimeout<>(6, 6)), nextEvent(event));
            case "state1 {internal, 1}" -> nextState("state2", data);
            case "state2 {state_timeout, 2}" -> nextState("state3", data);
            case "state3 {timeout, 3}" -> nextState("state4", data);
            case "state4 {info, 4}" -> nextState("state5", data);
            case "state5 {cast, 5}" -> nextState("state6", data);
            case "state6 {{timeout, 6}, 6}" -> nextState("state7", data);
            case "state7 call stop" -> stopAndReply(ExitReason.SHUTDOWN, ok(from(event)));
            default -> unexpected(event, state);
          }));
      assertThat(call(machine, "stop")).isEqualTo("ok");
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid(machine), ExitReason.SHUTDOWN));
      gone(machine);
    });
  }

  // generic_timers, which the list of cases leaves out
  @Test
  void genericTimeouts(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = startLink(TestStatem.of("start", "none", (event, state, data) -> switch (at(state, event)) {
        case "start call stop" -> nextState("state1", from(event), genericTimeout("a", Duration.ofMillis(1500), 1),
            stateTimeout(Duration.ofMillis(1500), 1), genericTimeout("b", Duration.ofSeconds(1), 1), nextEvent(event));
        case "state1 call stop" -> nextState("state2", data, genericTimeoutAt("c", 500, 2), genericTimeout("d", ZERO, 2),
            timeout(ZERO, 2), genericTimeout("b", Timeout.INFINITY, 2), genericTimeout("a", Duration.ofSeconds(1), "stop"));
        case "state2 {{timeout, d}, 2}" -> nextState("state3", data);
        case "state3 {{timeout, c}, 2}" -> nextState("state4", data);
        case "state4 {{timeout, a}, stop}" -> stopAndReply(ExitReason.SHUTDOWN, ok(data));
        default -> unexpected(event, state);
      }));
      var stopped = GenStatem.sendRequest(machine, new Ask("stop"));
      // Answered when all that comes at once has been handled.
      assertThat(Sys.getState(machine)).isInstanceOfSatisfying(StateData.class,
          now -> assertThat(now.state()).isEqualTo("state3"));
      assertThat(node.time().pending()).isEqualTo(2);
      node.time().advance(Duration.ofSeconds(1));
      assertThat(GenStatem.waitResponse(stopped, Timeout.INFINITY)).hasToString("Reply[value=ok]");
      assertThat(Process.receive(Info.Exit.class).reason()).isEqualTo(ExitReason.SHUTDOWN);
    });
  }

  // ST-37: through the mailbox, behind what waits there
  @Test
  void anAbsoluteTimeInThePastComesThroughTheMailbox(TestNode node) throws Exception {
    node.run(() -> {
      node.time().advance(Duration.ofSeconds(1));
      List<String> handled = new ArrayList<>();
      var machine = startLink(TestStatem.of("s", "none", (event, state, data) -> {
        handled.add(at(state, event));
        return switch (at(state, event)) {
          case "s call go" -> {
            Process.send(Process.self(), "first");
            yield keepState(from(event), genericTimeoutAt("a", 5, 1), genericTimeout("b", ZERO, 2));
          }
          case "s {{timeout, a}, 1}" -> keepStateAndData(ok(data));
          default -> keepStateAndData();
        };
      }));
      assertThat(call(machine, "go")).isEqualTo("ok");
      assertThat(handled).containsExactly("s call go", "s {{timeout, b}, 2}", "s {info, first}", "s {{timeout, a}, 1}");
      GenStatem.stop(machine);
    });
  }

  // ST-43: a timer that has fired when it is cancelled, restarted or forgotten does not come
  @Test
  void aCancelledTimeoutDoesNotComeEvenIfItHasFired(TestNode node) throws Exception {
    node.run(() -> {
      List<String> handled = new ArrayList<>();
      var machine = startLink(TestStatem.of("s", "none", (event, state, data) -> {
        handled.add(at(state, event));
        return switch (at(state, event)) {
          case "s call go" -> {
            yield keepStateAndData(ok(from(event)), stateTimeout(TIME, 1), genericTimeout("a", TIME, 2), timeout(TIME, 3));
          }
          case "s call late" -> {
            node.time().advance(TIME);
            yield nextState("t", data, ok(from(event)), genericTimeout("a", TIME, 4));
          }
          default -> keepStateAndData(event instanceof StateEvent.Call ? List.of(ok(from(event))) : List.of());
        };
      }));
      call(machine, "go");
      call(machine, "late");
      call(machine, "settle");
      assertThat(handled).containsExactly("s call go", "s call late", "t call settle");
      node.time().advance(TIME);
      call(machine, "settle");
      assertThat(handled).endsWith("t {{timeout, a}, 4}", "t call settle");
      GenStatem.stop(machine);
    });
  }

  // ST-45, ST-71
  @Test
  void systemMessagesDisturbNoTimeout(TestNode node) throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      var machine = startLink(TestStatem.of("s", "none", (event, state, data) -> switch (event) {
        case StateEvent.Call(Ask ask, From from) -> keepStateAndData(ok(from), timeout(TIME, ask.what()));
        default -> {
          Process.send(tester, event.toString());
          yield keepStateAndData();
        }
      }));
      call(machine, "first");
      Sys.getState(machine);
      node.time().advance(TIME);
      assertThat(Process.receive()).isEqualTo("{timeout, first}");
      call(machine, "second");
      Sys.suspend(machine);
      node.time().advance(TIME);
      assertThat(Sys.getState(machine)).isEqualTo(new StateData<>("s", "none"));
      SuiteCalls.verifyEmptyMailbox();
      Sys.resume(machine);
      assertThat(Process.receive()).isEqualTo("{timeout, second}");
      GenStatem.stop(machine);
    });
  }

  // ST-29; and the caller of a postponed call is told when the machine ends
  @Test
  void theCallerOfAPostponedCallWaitsOn(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var machine = startLink(TestStatem.of("closed", "none", (event, state, data) -> switch (at(state, event)) {
        case "closed {cast, open}" -> nextState("open", data);
        case "open call enter" -> keepStateAndData(ok(from(event)));
        default -> keepStateAndData(postpone());
      }));
      var waiting = GenStatem.sendRequest(machine, new Ask("enter"));
      assertThat(GenStatem.waitResponse(waiting, ZERO)).hasToString("Timeout[]");
      Pid helper = Process.spawnLink(() -> call(machine, "enter"));
      node.await("both wait", () -> status(machine).postponed().size() == 2);
      GenStatem.cast(machine, "open");
      assertThat(GenStatem.waitResponse(waiting, Timeout.INFINITY)).hasToString("Reply[value=ok]");
      assertThat(Process.receive(Info.Exit.class)).isEqualTo(new Info.Exit(helper, ExitReason.NORMAL));
      Pid late = Process.spawnLink(() -> call(machine, "never"));
      node.await("it waits", () -> status(machine).postponed().size() == 1);
      GenStatem.stop(machine, ExitReason.SHUTDOWN, Timeout.INFINITY);
      List<Pid> ended = List.of(Process.receive(Info.Exit.class).from(), Process.receive(Info.Exit.class).from());
      assertThat(ended).containsExactlyInAnyOrder(late, pid(machine));
    });
    node.ignoreReports(dev.ninefold.process.ProcessError.class);
  }

  // ST-18: who asked has the reply while the enter call runs
  @Test
  void aReplyDoesNotWaitForTheEnterCall(TestNode node) throws Exception {
    node.run(() -> {
      var machine = startLink(TestStatem.entering("s", "none",
          (event, state, data) -> nextState("t", data, reply(from(event), new Ask("go"), "reply")), (old, state, data) -> {
            if (state.equals("t")) {
              assertThat(Process.receive(Object.class, _ -> true)).isEqualTo("it has the reply");
            }
            return Entered.keepState(Optional.of(old));
          }));
      assertThat(call(machine, "go")).isEqualTo("reply");
      Process.send(pid(machine), "it has the reply");
      node.await("it is entered", () -> Sys.getState(machine).equals(new StateData<>("t", Optional.of("s"))));
      GenStatem.stop(machine);
    });
  }
}

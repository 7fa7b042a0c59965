package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.Action.hibernate;
import static dev.ninefold.genstatem.Action.internal;
import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.reply;
import static dev.ninefold.genstatem.Action.timeout;
import static dev.ninefold.genstatem.Action.timeoutAt;
import static dev.ninefold.genstatem.Transition.keepState;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static dev.ninefold.genstatem.Transition.nextState;
import static dev.ninefold.genstatem.Transition.stop;
import static dev.ninefold.genstatem.Transition.stopAndReply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ThrownException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;

/** The state machine of gen_statem_SUITE, with one function for each state, and the same with one for all. */
final class SuiteMachine {

  private SuiteMachine() {}

  /** How it handles events: the groups of the suite that run twice. */
  enum Style {
    STATE_FUNCTIONS, HANDLE_EVENT_FUNCTION;

    private GenStatem<State, Object, Ask, Object> module(Init<State, Object> init) {
      return switch (this) {
        case STATE_FUNCTIONS -> new InFunctions(init);
        case HANDLE_EVENT_FUNCTION -> new InOne(init);
      };
    }

    StartResult<ServerRef<Ask, Object>> start(StartOptions options, Object data) {
      return GenStatem.start(() -> module(Init.ok(State.IDLE, data)), options);
    }

    StartResult<ServerRef<Ask, Object>> startLink(StartOptions options, Object data) {
      return startLink(options, Init.ok(State.IDLE, data));
    }

    StartResult<ServerRef<Ask, Object>> startLink(StartOptions options, Init<State, Object> init) {
      return GenStatem.startLink(() -> module(init), options);
    }

    StartResult<GenStatem.Monitored<Ask, Object>> startMonitor(StartOptions options) {
      return GenStatem.startMonitor(() -> module(Init.ok(State.IDLE, "data")), options);
    }
  }

  /** {@code {state, State, Data}}. */
  record Is(State state, Object data) {}

  record Connect(Pid pid) {}

  record Alive(Pid pid) {}

  record Ping(Pid pid, Object tag) {}

  record Pong(Object tag) {}

  record Msg(Pid pid, Object ref) {}

  record Ack(Object ref) {}

  record StopWith(ExitReason reason) {}

  record Delayed(Duration time) {}

  record Times(Duration time) {}

  record Returns(Object value) {}

  record Asked(From from, Ask request, Object more) {}

  private static final Duration SHORT = Duration.ofMillis(5);
  static final Times TIMES = new Times(SHORT);

  /** In state functions. */
  private record InFunctions(Init<State, Object> first) implements StateFunctions<State, Object, Ask, Object> {
    @Override
    public Init<State, Object> init() {
      return first;
    }
  }

  /** In one function. */
  private record InOne(Init<State, Object> first) implements GenStatem<State, Object, Ask, Object> {
    @Override
    public Init<State, Object> init() {
      return first;
    }

    @Override
    public Transition<State, Object> handleEvent(StateEvent<Ask, Object> event, State state, Object data) {
      return state.handleEvent(event, data);
    }
  }

  /** The states. */
  enum State implements StateFunction<State, Object, Ask, Object> {
    IDLE, TIMEOUT, TIMEOUT2, WFOR_CONF, CONNECTED, STATE0, HIBER_IDLE, HIBER_WAKEUP, NEXT_EVENTS;

    @Override
    public Transition<State, Object> handleEvent(StateEvent<Ask, Object> event, Object data) {
      return switch (this) {
        case IDLE -> idle(event, data);
        case TIMEOUT -> timeoutState(event, data);
        case TIMEOUT2 -> timeout2(event, data);
        case WFOR_CONF -> wforConf(event, data);
        case CONNECTED -> connected(event, data);
        case STATE0 -> state0(event, data);
        case HIBER_IDLE -> hiberIdle(event, data);
        case HIBER_WAKEUP -> hiberWakeup(event, data);
        case NEXT_EVENTS -> nextEvents(event, data);
      };
    }
  }

  private static Transition<State, Object> idle(StateEvent<Ask, Object> event, Object data) {
    return switch (event) {
      case StateEvent.Cast(Connect(Pid pid)) -> {
        Process.send(pid, "accept");
        yield nextState(State.WFOR_CONF, data, timeout(Timeout.INFINITY));
      }
      case StateEvent.Call(Ask request, From from) when request.what().equals("connect") -> {
        GenStatem.reply(from, request, "accept");
        yield nextState(State.WFOR_CONF, data, timeout(Timeout.INFINITY));
      }
      case StateEvent.Call(Ask(Returns(Object value)), From _) -> throw new ThrownException(value);
      case StateEvent.Call(Ask request, From from) when request.what() instanceof Delayed(Duration time) -> {
        Process.sleep(time);
        GenStatem.reply(reply(from, request, "delayed"));
        throw new ThrownException(keepState(data));
      }
      case StateEvent.Call(Ask request, From from) when request.what() instanceof Times(Duration time) ->
        nextState(State.TIMEOUT, new Asked(from, request, time),
            timeoutAt(Node.current().clock().nanoTime() / 1_000_000 + time.toMillis(), "idle"));
      case StateEvent.Cast(Object told) when told.equals("next_event") ->
        nextState(State.NEXT_EVENTS, List.of("a", "b", "c"), internal("a"), internal("b"), internal("c"));
      case StateEvent.Call(Ask request, From from) when !isCommon(request) ->
        throw new ThrownException(keepState(data, reply(from, request, "eh?")));
      case StateEvent<Ask, Object> other -> common(other, State.IDLE, data);
    };
  }

  /** A timeout of no time after an absolute one; both are postponed into the next state. */
  private static Transition<State, Object> timeoutState(StateEvent<Ask, Object> event, Object data) {
    Asked asked = (Asked) data;
    return switch (event) {
      case StateEvent.Timeout(Object content) when content.equals("idle") -> keepState(
          new Asked(asked.from(), asked.request(), Process.startTimer((Duration) asked.more(), Process.self(), "ok").ref()),
          timeout(Duration.ZERO));
      case StateEvent.Timeout(Object content) when content.equals(Duration.ZERO) ->
        nextState(State.TIMEOUT2, data, timeout(Duration.ofMillis(1), "should_be_cancelled"), postpone());
      default -> keepStateAndData();
    };
  }

  private static Transition<State, Object> timeout2(StateEvent<Ask, Object> event, Object data) {
    return switch (event) {
      case StateEvent.Timeout(Object content) when content.equals(Duration.ZERO) -> keepStateAndData();
      case StateEvent.Timeout(Object content) -> stop(new ExitReason.Other(content));
      case StateEvent.Info(Info.TimerExpired(Ref ref, Object result)) when data instanceof Asked(From from, Ask request, var timer)
          && timer.equals(ref) -> {
        GenStatem.reply(reply(from, request, result));
        yield nextState(State.IDLE, "state");
      }
      default -> keepStateAndData(List.of());
    };
  }

  private static Transition<State, Object> wforConf(StateEvent<Ask, Object> event, Object data) {
    return switch (event) {
      case StateEvent.Call(Ask request, From from) when request.what().equals("confirm") ->
        nextState(State.CONNECTED, data, reply(from, request, "yes"));
      case StateEvent.Cast(Ping _) -> keepStateAndData(postpone());
      case StateEvent.Cast(Object told) when told.equals("confirm") -> nextState(State.CONNECTED, data);
      case StateEvent.Call(Ask request, From from) when !isCommon(request) ->
        nextState(State.IDLE, data, reply(from, request, "eh?"));
      case StateEvent<Ask, Object> other -> common(other, State.WFOR_CONF, data);
    };
  }

  private static Transition<State, Object> connected(StateEvent<Ask, Object> event, Object data) {
    return switch (event) {
      case StateEvent.Call(Ask request, From from) when request.what() instanceof Msg(var _, Object ref) ->
        keepState(data, reply(from, request, new Ack(ref)));
      case StateEvent.Cast(Msg(Pid pid, Object ref)) -> {
        Process.send(pid, new Ack(ref));
        yield keepState(data);
      }
      case StateEvent.Call(Ask request, From from) when request.what().equals("disconnect") ->
        nextState(State.IDLE, data, reply(from, request, "yes"));
      case StateEvent.Cast(Object told) when told.equals("disconnect") -> nextState(State.IDLE, data);
      case StateEvent.Cast(Ping(Pid pid, Object tag)) -> {
        Process.send(pid, new Pong(tag));
        yield keepState(data);
      }
      case StateEvent<Ask, Object> other -> common(other, State.CONNECTED, data);
    };
  }

  private static Transition<State, Object> state0(StateEvent<Ask, Object> event, Object data) {
    return common(event, State.STATE0, data);
  }

  private static Transition<State, Object> hiberIdle(StateEvent<Ask, Object> event, Object data) {
    return switch (event) {
      case StateEvent.Call(Ask request, From from) when request.what().equals("alive?") ->
        keepState(data, reply(from, request, "alive!"));
      case StateEvent.Call(Ask request, From from) when request.what().equals("hibernate_sync") ->
        nextState(State.HIBER_WAKEUP, data, reply(from, request, "hibernating"), hibernate());
      case StateEvent.Info(Info.Message(Object told)) when told.equals("hibernate_later") ->
        keepState(Process.startTimer(SHORT, Process.self(), "hibernate").ref());
      case StateEvent.Info(Info.Message(Object told)) when told.equals("hibernate_now") -> keepState(data, hibernate());
      case StateEvent.Info(Info.TimerExpired(Ref ref, Object _)) when ref.equals(data) -> keepState("woken", hibernate());
      case StateEvent.Cast(Object told) when told.equals("hibernate_async") ->
        nextState(State.HIBER_WAKEUP, data, hibernate());
      case StateEvent<Ask, Object> other -> common(other, State.HIBER_IDLE, data);
    };
  }

  private static Transition<State, Object> hiberWakeup(StateEvent<Ask, Object> event, Object data) {
    return switch (event) {
      case StateEvent.Call(Ask request, From from) when request.what().equals("wakeup_sync") ->
        nextState(State.HIBER_IDLE, data, reply(from, request, "good_morning"));
      case StateEvent.Call(Ask request, From from) when request.what().equals("snooze_sync") ->
        keepState(data, reply(from, request, "please_just_five_more"), hibernate());
      case StateEvent.Cast(Object told) when told.equals("wakeup_async") -> nextState(State.HIBER_IDLE, data);
      case StateEvent.Cast(Object told) when told.equals("snooze_async") -> keepState(data, hibernate());
      case StateEvent<Ask, Object> other -> common(other, State.HIBER_WAKEUP, data);
    };
  }

  private static Transition<State, Object> nextEvents(StateEvent<Ask, Object> event, Object data) {
    List<?> expected = (List<?>) data;
    return event instanceof StateEvent.Internal(Object content) && content.equals(expected.getFirst())
        ? keepState(expected.subList(1, expected.size()))
        : common(event, State.NEXT_EVENTS, data);
  }

  private static boolean isCommon(Ask request) {
    return request.what() instanceof StopWith || List.of("get", "stop", "alive?").contains(request.what());
  }

  private static Transition<State, Object> common(StateEvent<Ask, Object> event, State state, Object data) {
    return switch (event) {
      case StateEvent.Call(Ask request, From from) when request.what() instanceof StopWith(ExitReason reason) ->
        stopAndReply(reason, List.of(reply(from, request, "stopped")), data);
      case StateEvent.Call(Ask request, From from) -> switch (request.what().toString()) {
        case "get" -> keepState(data, reply(from, request, new Is(state, data)));
        case "stop" -> stopAndReply(ExitReason.NORMAL, List.of(reply(from, request, "stopped")), data);
        case "alive?" -> keepState(data, reply(from, request, "yes"));
        default -> keepState(data, reply(from, request, "eh?"));
      };
      case StateEvent.Cast(Alive(Pid pid)) -> {
        Process.send(pid, "yes");
        yield keepState(data);
      }
      case StateEvent.Cast(Object told) when told.equals("stop") -> stop();
      case StateEvent.Cast(StopWith(ExitReason reason)) -> stop(reason);
      default -> keepState(data);
    };
  }
}

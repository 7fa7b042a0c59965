package dev.ninefold.genstatem;

import static dev.ninefold.debug.EventFormat.text;

import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.From;
import dev.ninefold.genstatem.Action.SetTimeout;
import dev.ninefold.genstatem.StatemEngine.Machine;
import dev.ninefold.time.Timeout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a transition looks like to those who observe the machine; made only if somebody does. Events come in OTP's order. */
final class StatemEvents {

  private final StateEvent<?, ?> event;
  private final Object before;
  private final List<SystemEvent> happened = new ArrayList<>();
  private final List<EnterAction> timeouts = new ArrayList<>();
  private Chain<GenStatem<?, ?, ?, ?>> modules;
  private boolean postponed;

  /** A transition that begins with that event. */
  StatemEvents(StateEvent<?, ?> event, Machine machine) {
    this.event = event;
    this.before = machine.state();
    this.modules = machine.modules();
  }

  static SystemEvent in(StateEvent<?, ?> event, Object state) {
    return new SystemEvent.In(event, Optional.of(state));
  }

  /** A callback has returned, and the machine comes to that state. */
  void returned(@Nullable Object result, Object state) {
    switch (result) {
      case Transition.NextState<?, ?>(Object next, var _, var actions) -> actions(actions, next);
      case Entered.KeepState<?, ?>(var _, var actions) -> actions(actions, state);
      case Entered.KeepStateAndData<?, ?>(var actions) -> actions(actions, state);
      case Entered.RepeatState<?, ?>(var _, var actions) -> actions(actions, state);
      case Entered.RepeatStateAndData<?, ?>(var actions) -> actions(actions, state);
      case Entered.StopAndReply<?, ?>(var _, var replies, var _) -> actions(replies, state);
      case null, default -> {}
    }
  }

  /** A list that was made without the compiler's help may have what is no action: it ends the machine. */
  void actions(List<?> actions, Object state) {
    for (Object action : actions) {
      switch (action) {
        case Action.Reply reply -> happened.add(out(reply));
        case Action.NextEvent(StateEvent<?, ?> next) -> happened.add(in(next, state));
        case Action.Postpone(boolean postpone) -> postponed = postpone;
        case Action.ChangeCallbackModule(GenStatem<?, ?, ?, ?> module) -> changed(modules.tail().prepend(module), state);
        case Action.PushCallbackModule(GenStatem<?, ?, ?, ?> module) -> changed(modules.prepend(module), state);
        case Action.PopCallbackModule _ when !modules.tail().isEmpty() -> changed(modules.tail(), state);
        case EnterAction timeout -> timeouts.add(timeout);
        case null, default -> {}
      }
    }
  }

  private void changed(Chain<GenStatem<?, ?, ?, ?>> now, Object state) {
    modules = now;
    happened.add(new SystemEvent.Module(now.head().getClass().getName(), state));
  }

  static SystemEvent out(Action.Reply reply) {
    @Nullable Object value = reply.value();
    return new SystemEvent.Out(value == null ? "null" : value, reply.from());
  }

  /** The transition is complete. Timers are told of the last one first, and only the last one of each type, as in OTP. */
  void arrived(Object state) {
    happened.add(postponed ? new SystemEvent.Postpone(event, before, state) : new SystemEvent.Consume(event, before, state));
    Set<TimeoutType> seen = new HashSet<>();
    for (EnterAction action : timeouts.reversed()) {
      switch (action) {
        case SetTimeout set -> {
          if (seen.add(set.type()) && !Timeout.isInfinite(set.time())) {
            happened.add(new SystemEvent.StartTimer(set, state));
          }
        }
        case Action.UpdateTimeout update -> seen.add(update.type());
        case Action.CancelTimeout cancel -> seen.add(cancel.type());
        case Action.Reply _, Action.Hibernate _ -> {}
      }
    }
  }

  /** What has happened so far, and was not asked for before. */
  List<SystemEvent> take() {
    List<SystemEvent> taken = List.copyOf(happened);
    happened.clear();
    return taken;
  }

  // ---- how they are printed

  static String format(SystemEvent event, Object process) {
    String start = "*DBG* " + text(process) + " ";
    return start + switch (event) {
      case SystemEvent.In(StateEvent<?, ?> came, var state) ->
        "receive " + event(came) + state.map(s -> " in state " + text(s)).orElse("");
      case SystemEvent.Out(Object reply, Object to, var _) -> "send " + text(reply) + " to " + caller(to);
      case SystemEvent.Enter(String module, Object state) -> "enter " + module + " in state " + text(state);
      case SystemEvent.Module(String module, Object state) -> "module " + module + " in state " + text(state);
      case SystemEvent.StartTimer(Object timer, Object state) -> "start_timer " + timer(timer) + " in state " + text(state);
      case SystemEvent.Terminate(var reason, Object state) -> "terminate " + text(reason) + " in state " + text(state);
      case SystemEvent.Consume(StateEvent<?, ?> handled, Object state, Object next) ->
        "consume " + event(handled) + " in state " + states(state, next);
      case SystemEvent.Postpone(StateEvent<?, ?> handled, Object state, Object next) ->
        "postpone " + event(handled) + " in state " + states(state, next);
      case SystemEvent other -> text(other);
    };
  }

  private static String states(Object before, Object after) {
    return before.equals(after) ? text(after) : text(before) + " => " + text(after);
  }

  private static String event(StateEvent<?, ?> event) {
    return switch (event) {
      case StateEvent.Call<?, ?>(var request, From from) ->
        "call " + text(request) + " from " + caller(from);
      case StateEvent.Cast<?, ?>(Object told) -> "cast " + text(told);
      case StateEvent.Info<?, ?>(var info) ->
        "info " + text(info instanceof dev.ninefold.process.Info.Message(Object body) ? body : info);
      case StateEvent.Internal<?, ?>(Object content) -> "internal " + text(content);
      case StateEvent.Timeout<?, ?>(Object content) -> "timeout " + text(content);
      case StateEvent.StateTimeout<?, ?>(Object content) -> "state_timeout " + text(content);
      case StateEvent.GenericTimeout<?, ?>(Object name, Object content) ->
        "{timeout," + text(name) + "} " + text(content);
    };
  }

  private static String timer(Object timer) {
    return timer instanceof SetTimeout(TimeoutType type, var time, Object content, boolean absolute)
        ? "{" + (type instanceof TimeoutType.Generic(Object name) ? "{timeout," + text(name) + "}" : type) + ","
            + time.toMillis() + "," + text(content) + "," + (absolute ? "[{abs,true}]" : "[]") + "}"
        : text(timer);
  }

  private static String caller(Object to) {
    return to instanceof From from ? from.caller().map(Object::toString).orElse("a thread") : text(to);
  }
}

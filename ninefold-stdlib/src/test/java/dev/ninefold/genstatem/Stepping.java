package dev.ninefold.genstatem;

import dev.ninefold.genstatem.StatemEngine.Decision;
import dev.ninefold.genstatem.StatemEngine.Machine;
import dev.ninefold.genstatem.StatemEngine.Next;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the engine without a process: callbacks that the test says, timers that fire when the test says. */
final class Stepping {

  /** What runs as handleEvent. */
  interface OnEvent {
    Transition<Object, Object> handle(StateEvent<?, ?> event, Object state, Object data);
  }

  /** What runs as stateEnter. */
  interface OnEnter {
    Object handle(Object oldState, Object state, Object data);
  }

  private static final TestStatem MODULE = TestStatem.of("s", "d", (_, _, _) -> Transition.keepStateAndData());

  private final OnEvent onEvent;
  private final @Nullable OnEnter onEnter;
  private final Map<TimeoutType, Duration> timers = new LinkedHashMap<>();
  private final List<String> trace = new ArrayList<>();
  private Machine machine;
  private @Nullable ExitReason ended;

  Stepping(Object state, Object data, List<Action> actions, OnEvent onEvent, @Nullable OnEnter onEnter) {
    this.onEvent = onEvent;
    this.onEnter = onEnter;
    machine = Machine.of(MODULE, state, data);
    carryOut(StatemEngine.started(machine, actions));
    goOn();
  }

  /** One without enter calls. */
  static Stepping of(Object state, OnEvent onEvent) {
    return new Stepping(state, "d", List.of(), onEvent, null);
  }

  /** A message comes. */
  Stepping cast(Object message) {
    return event(new StateEvent.Cast<Ask, Object>(message));
  }

  Stepping event(StateEvent<?, ?> event) {
    handle(event);
    goOn();
    return this;
  }

  /** The timer of that type fires. */
  Stepping fire(TimeoutType type) {
    if (timers.remove(type) == null) {
      throw new IllegalStateException("no timer " + type + " runs, only " + timers.keySet());
    }
    Next next = StatemEngine.expired(machine, type);
    machine = next.machine();
    handle(next.event().orElseThrow());
    goOn();
    return this;
  }

  Map<TimeoutType, Duration> timers() {
    return timers;
  }

  Machine machine() {
    return machine;
  }

  /** What was handled and in which state, which replies were sent, which states were entered. */
  List<String> trace() {
    return trace;
  }

  @Nullable ExitReason ended() {
    return ended;
  }

  private void goOn() {
    while (ended == null) {
      Next next = StatemEngine.next(machine);
      machine = next.machine();
      if (next.event().isEmpty()) {
        return;
      }
      handle(next.event().get());
    }
  }

  private void handle(StateEvent<?, ?> event) {
    if (ended == null) {
      trace.add(machine.state() + ": " + event);
      carryOut(StatemEngine.handled(machine, event, onEvent.handle(event, machine.state(), machine.data())));
    }
  }

  private void carryOut(Decision decision) {
    switch (decision) {
      case Decision.Enter enter when onEnter == null ->
        carryOut(StatemEngine.entered(enter.transit(), Entered.keepStateAndData()));
      case Decision.Enter enter -> {
        var transit = enter.transit();
        transit.replies().forEach(reply -> trace.add("reply " + reply.value()));
        trace.add("enter " + enter.oldState() + " -> " + transit.state());
        carryOut(StatemEngine.entered(transit.replied(), onEnter.handle(enter.oldState(), transit.state(), transit.data())));
      }
      case Decision.Loop(Machine after, List<Timeouts.Effect> effects, List<Action.Reply> replies) -> {
        machine = after;
        effects.forEach(this::carryOut);
        replies.forEach(reply -> trace.add("reply " + reply.value()));
      }
      case Decision.End(var _, ExitReason reason, Machine last, List<Action.Reply> replies) -> {
        replies.forEach(reply -> trace.add("reply " + reply.value()));
        machine = last;
        ended = reason;
      }
    }
  }

  private void carryOut(Timeouts.Effect effect) {
    switch (effect) {
      case Timeouts.Effect.Start(TimeoutType type, Duration time, boolean _) -> {
        timers.remove(type);
        timers.put(type, time);
      }
      case Timeouts.Effect.Cancel(TimeoutType type) -> {
        if (timers.remove(type) == null) {
          throw new AssertionError("cancelled a timer that does not run: " + type);
        }
      }
    }
  }
}

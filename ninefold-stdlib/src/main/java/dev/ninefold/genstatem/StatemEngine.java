package dev.ninefold.genstatem;

import dev.ninefold.genstatem.StatemError.BadActionFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadReplyActionFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadReturnFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadStateEnterActionFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadStateEnterReturnFromStateFunction;
import dev.ninefold.report.ErrorInfo.Kind;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from what a callback of a state machine returned, and which event is next: ST-10 to ST-56. */
final class StatemEngine {

  /*
   * Follows gen_statem.erl from loop_state_callback_result to loop_done. Who runs it calls the callbacks:
   *
   *   started(machine, actions of init)
   *   handled(machine, event, what handleEvent returned)  --> Enter: call stateEnter, entered(transit, what it returned)
   *                                                       --> Loop: next(machine), an event or none
   *                                                       --> End
   *
   * I1. The event that is handled is in neither queue nor postponed; next takes it out, Loop has put it where it belongs.
   * I2. The queue is empty when a message is taken from the mailbox, and no zero timeout is there.
   * I3. Postponed is newest first, so that reversing it onto the queue gives the order of arrival (ST-21).
   */

  private StatemEngine() {}

  /** What stands for the event while the actions of init are carried out. */
  static final StateEvent<?, ?> INIT_STATE = new StateEvent.Internal<>("init_state");

  /**
   * A machine between two events.
   *
   * @param modules the callback modules, the present one first
   * @param state the state
   * @param data the data
   * @param queue the events to handle before any message, first to last
   * @param postponed the postponed events, newest first
   * @param timeouts the timeouts
   */
  record Machine(
      Chain<GenStatem<?, ?, ?, ?>> modules, Object state, Object data, Chain<StateEvent<?, ?>> queue,
      Chain<StateEvent<?, ?>> postponed, Timeouts timeouts) {

    /** One that handles its first event. */
    static Machine of(GenStatem<?, ?, ?, ?> module, Object state, Object data) {
      return new Machine(Chain.of(module), state, data, Chain.empty(), Chain.empty(), Timeouts.NONE);
    }

    Machine with(Object newState, Object newData) {
      return new Machine(modules, newState, newData, queue, postponed, timeouts);
    }

    /** The classes of the callback modules, the present one first. */
    List<String> moduleNames() {
      return modules.toList().stream().map(module -> module.getClass().getName()).toList();
    }

    /** The postponed events, oldest first. */
    List<Object> postponedEvents() {
      return List.copyOf(postponed.reversedOnto(Chain.empty()).toList());
    }

    Machine withModules(Chain<GenStatem<?, ?, ?, ?>> newModules) {
      return new Machine(newModules, state, data, queue, postponed, timeouts);
    }
  }

  /**
   * A transition that is under way.
   *
   * @param before the machine as it was
   * @param event the event that is handled
   * @param modules the callback modules from now on
   * @param state the state that the machine comes to
   * @param data the data from now on
   * @param inserted the events to insert, the last first
   * @param timeouts the actions about timeouts, the last first
   * @param postpone whether the event is postponed
   * @param replies the replies that are not sent yet
   */
  record Transit(
      Machine before, StateEvent<?, ?> event, Chain<GenStatem<?, ?, ?, ?>> modules, Object state, Object data,
      Chain<StateEvent<?, ?>> inserted, Chain<EnterAction> timeouts, boolean postpone, List<Action.Reply> replies) {

    static Transit of(Machine before, StateEvent<?, ?> event) {
      return new Transit(
          before, event, before.modules(), before.state(), before.data(), Chain.empty(), Chain.empty(), false, List.of());
    }

    Transit with(Object newState, Object newData) {
      return new Transit(before, event, modules, newState, newData, inserted, timeouts, postpone, replies);
    }

    Transit withModules(Chain<GenStatem<?, ?, ?, ?>> newModules) {
      return new Transit(before, event, newModules, state, data, inserted, timeouts, postpone, replies);
    }

    Transit inserting(StateEvent<?, ?> next) {
      return new Transit(before, event, modules, state, data, inserted.prepend(next), timeouts, postpone, replies);
    }

    Transit timing(EnterAction timeout) {
      return new Transit(before, event, modules, state, data, inserted, timeouts.prepend(timeout), postpone, replies);
    }

    Transit postponing(boolean postponed) {
      return new Transit(before, event, modules, state, data, inserted, timeouts, postponed, replies);
    }

    Transit replying(Action.Reply reply) {
      List<Action.Reply> more = new ArrayList<>(replies);
      more.add(reply);
      return new Transit(before, event, modules, state, data, inserted, timeouts, postpone, List.copyOf(more));
    }

    /** The replies were sent. */
    Transit replied() {
      return new Transit(before, event, modules, state, data, inserted, timeouts, postpone, List.of());
    }

    /** The machine that ends now: with what the callback returned, its queues as they were. */
    Machine ending() {
      return before.withModules(modules).with(state, data);
    }
  }

  /** What to do. */
  sealed interface Decision {

    /** Call stateEnter with the old state, and give its result to {@link #entered}. */
    record Enter(Transit transit) implements Decision {
      Object oldState() {
        return transit.before().state();
      }
    }

    /** Carry out the effects, send the replies, and go on. */
    record Loop(Machine machine, List<Timeouts.Effect> effects, List<Action.Reply> replies) implements Decision {}

    /** Send the replies, then terminate. */
    record End(Kind kind, ExitReason reason, Machine machine, List<Action.Reply> replies) implements Decision {}
  }

  /**
   * The next event, if one waits inside.
   *
   * @param machine the machine without it
   * @param event the event
   */
  record Next(Machine machine, Optional<StateEvent<?, ?>> event) {}

  // ---- the steps

  /** After init: its actions, and the first state is entered (ST-9). */
  static Decision started(Machine machine, List<? extends Action> actions) {
    List<Action> all = new ArrayList<>(actions);
    all.add(Action.postpone(false));
    return collect(Transit.of(machine, INIT_STATE), all, false, true);
  }

  /** After handleEvent. */
  static Decision handled(Machine machine, StateEvent<?, ?> event, @Nullable Object returned) {
    return step(Transit.of(machine, event), returned, false);
  }

  /** After stateEnter. */
  static Decision entered(Transit transit, @Nullable Object returned) {
    return step(transit, returned, true);
  }

  /** What to handle before any message: the queue, then a zero timeout (ST-25). */
  static Next next(Machine machine) {
    Chain<StateEvent<?, ?>> queue = machine.queue();
    if (!queue.isEmpty()) {
      return new Next(new Machine(machine.modules(), machine.state(), machine.data(), queue.tail(), machine.postponed(),
          machine.timeouts()), Optional.of(queue.head()));
    }
    List<TimeoutType> zero = machine.timeouts().zero();
    return zero.isEmpty() ? new Next(machine, Optional.empty()) : expired(machine, zero.getFirst());
  }

  /** A timer has fired: the event that it is. */
  static Next expired(Machine machine, TimeoutType type) {
    Timeouts timeouts = machine.timeouts();
    return new Next(new Machine(machine.modules(), machine.state(), machine.data(), machine.queue(), machine.postponed(),
        timeouts.without(type)), Optional.of(timeouts.event(type)));
  }

  // ---- the result of a callback

  private static Decision step(Transit transit, @Nullable Object returned, boolean entering) {
    return switch (returned) {
      case Transition<?, ?> transition -> step(transit, transition, entering);
      case null -> bad(transit, new BadReturnFromStateFunction("null"));
      default -> bad(transit, new BadReturnFromStateFunction(returned));
    };
  }

  private static Decision step(Transit transit, Transition<?, ?> transition, boolean entering) {
    return switch (transition) {
      case Transition.NextState<?, ?>(Object state, Object data, var actions) when state.equals(transit.state()) ->
        collect(transit.with(state, data), actions, entering, false);
      case Transition.NextState<?, ?> _ when entering ->
        bad(transit, new BadStateEnterReturnFromStateFunction(transition));
      case Transition.NextState<?, ?>(Object state, Object data, var actions) ->
        collect(transit.with(state, data), actions, false, true);
      case Entered.KeepState<?, ?>(Object data, var actions) ->
        collect(transit.with(transit.state(), data), actions, entering, false);
      case Entered.KeepStateAndData<?, ?>(var actions) -> collect(transit, actions, entering, false);
      case Entered.RepeatState<?, ?>(Object data, var actions) ->
        collect(transit.with(transit.state(), data), actions, entering, true);
      case Entered.RepeatStateAndData<?, ?>(var actions) -> collect(transit, actions, entering, true);
      case Entered.Stop<?, ?>(ExitReason reason, Optional<?> data) -> stop(withLast(transit, data), reason, List.of());
      case Entered.StopAndReply<?, ?>(ExitReason reason, var replies, Optional<?> data) ->
        stop(withLast(transit, data), reason, replies);
    };
  }

  private static Transit withLast(Transit transit, Optional<?> data) {
    return transit.with(transit.state(), data.isPresent() ? data.get() : transit.data());
  }

  private static Decision stop(Transit transit, ExitReason reason, List<?> replies) {
    Transit sending = transit;
    for (Object reply : replies) {
      if (!(reply instanceof Action.Reply good)) {
        return bad(sending, new BadReplyActionFromStateFunction(reply));
      }
      sending = sending.replying(good);
    }
    return new Decision.End(Kind.EXIT, reason, sending.ending(), sending.replies());
  }

  private static Decision bad(Transit transit, StatemError error) {
    return new Decision.End(Kind.ERROR, new ExitReason.Other(error), transit.ending(), transit.replies());
  }

  // ---- the actions

  /**
   * Goes through the actions from left to right (ST-18).
   *
   * @param actions what the callback says are actions: a list that was made without the compiler's help may have others
   * @param entering whether they are those of an enter call
   * @param enter whether an enter call follows
   */
  private static Decision collect(Transit from, List<?> actions, boolean entering, boolean enter) {
    Transit transit = from;
    for (Object each : actions) {
      if (!(each instanceof Action action)) {
        return bad(transit, new BadActionFromStateFunction(each));
      }
      Optional<StatemError> error = error(transit, action, entering);
      if (error.isPresent()) {
        return bad(transit, error.get());
      }
      transit = with(transit, action);
    }
    return enter ? new Decision.Enter(transit) : arrive(transit);
  }

  /** Whether an action is out of place: ST-49, ST-53. */
  private static Optional<StatemError> error(Transit transit, Action action, boolean entering) {
    return switch (action) {
      case EnterAction _ -> Optional.empty();
      case Action.Postpone(boolean postpone) when !postpone -> Optional.empty();
      case Action.PopCallbackModule _ when transit.modules().tail().isEmpty() ->
        Optional.of(new BadActionFromStateFunction(action));
      case Action.Postpone _, Action.NextEvent _, Action.ChangeCallbackModule _, Action.PushCallbackModule _, Action.PopCallbackModule _ ->
        entering ? Optional.of(new BadStateEnterActionFromStateFunction(action)) : Optional.empty();
    };
  }

  private static Transit with(Transit transit, Action action) {
    return switch (action) {
      case Action.Reply reply -> transit.replying(reply);
      case Action.Hibernate _ -> transit;
      case Action.SetTimeout set -> transit.timing(set);
      case Action.UpdateTimeout update -> transit.timing(update);
      case Action.CancelTimeout cancel -> transit.timing(cancel);
      case Action.Postpone(boolean postpone) -> transit.postponing(postpone);
      case Action.NextEvent(StateEvent<?, ?> event) -> transit.inserting(event);
      case Action.ChangeCallbackModule(GenStatem<?, ?, ?, ?> module) ->
        transit.withModules(transit.modules().tail().prepend(module));
      case Action.PushCallbackModule(GenStatem<?, ?, ?, ?> module) -> transit.withModules(transit.modules().prepend(module));
      case Action.PopCallbackModule _ -> transit.withModules(transit.modules().tail());
    };
  }

  /** The state transition itself: ST-20 to ST-24. */
  private static Decision arrive(Transit transit) {
    Machine before = transit.before();
    Chain<StateEvent<?, ?>> postponed = transit.postpone() ? before.postponed().prepend(transit.event()) : before.postponed();
    Chain<StateEvent<?, ?>> queue = before.queue();
    boolean changed = !transit.state().equals(before.state());
    if (changed) {
      queue = postponed.reversedOnto(queue);
      postponed = Chain.empty();
    }
    Timeouts.Change timeouts = before.timeouts().after(changed, transit.timeouts());
    queue = transit.inserted().reversedOnto(queue);
    Machine after = new Machine(transit.modules(), transit.state(), transit.data(), queue, postponed, timeouts.timeouts());
    return new Decision.Loop(after, timeouts.effects(), transit.replies());
  }
}

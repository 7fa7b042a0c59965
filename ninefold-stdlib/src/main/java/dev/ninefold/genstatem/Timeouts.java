package dev.ninefold.genstatem;

import dev.ninefold.genstatem.TimeoutType.Event;
import dev.ninefold.genstatem.TimeoutType.Generic;
import dev.ninefold.genstatem.TimeoutType.State;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The timeouts that a machine has: an immutable value.
 *
 * @param running the content of each, in the order of their start
 * @param zero those of no time, which wait inside and have no timer, in the order of their delivery
 */
record Timeouts(Map<TimeoutType, Object> running, List<TimeoutType> zero) {

  static final Timeouts NONE = new Timeouts(Map.of(), List.of());

  /** What to do with a timer. */
  sealed interface Effect {

    /**
     * Start it; one of the type that runs stops.
     *
     * @param type which
     * @param time how long, or since the clock's zero if absolute
     * @param absolute whether it is a point on the clock
     */
    record Start(TimeoutType type, Duration time, boolean absolute) implements Effect {}

    /**
     * Stop it.
     *
     * @param type which
     */
    record Cancel(TimeoutType type) implements Effect {}
  }

  /**
   * The timeouts after a step, and what to do for it.
   *
   * @param timeouts the timeouts
   * @param effects what to do, in this order
   */
  record Change(Timeouts timeouts, List<Effect> effects) {}

  /** Whether a timer of that type runs, or waits inside. */
  boolean has(TimeoutType type) {
    return running.containsKey(type);
  }

  /** The timeouts without one that fired, or that is delivered. */
  Timeouts without(TimeoutType type) {
    if (!has(type)) {
      return this;
    }
    Map<TimeoutType, Object> left = new LinkedHashMap<>(running);
    left.remove(type);
    return new Timeouts(Collections.unmodifiableMap(left), without(zero, type));
  }

  /** The events that the timeouts will be. */
  List<StateEvent<?, ?>> events() {
    List<StateEvent<?, ?>> events = new ArrayList<>();
    running.forEach((type, content) -> events.add(event(type, content)));
    return events;
  }

  /** The event that a timeout is. */
  StateEvent<?, ?> event(TimeoutType type) {
    Object content = running.get(type);
    if (content == null) {
      throw new IllegalStateException("no timeout " + type + " runs, only " + running.keySet());
    }
    return event(type, content);
  }

  private static StateEvent<?, ?> event(TimeoutType type, Object content) {
    return switch (type) {
      case Event _ -> new StateEvent.Timeout<>(content);
      case State _ -> new StateEvent.StateTimeout<>(content);
      case Generic(Object name) -> new StateEvent.GenericTimeout<>(name, content);
    };
  }

  /**
   * A transition: any event cancels the event timeout (ST-22), a change of the state cancels the state timeout (ST-21), then the actions
   * are carried out; of those of one type only the last one (ST-41).
   *
   * @param actions about timeouts, the last one first
   */
  Change after(boolean stateChanged, Chain<EnterAction> actions) {
    if (actions.isEmpty() && !has(Event.EVENT) && !(stateChanged && has(State.STATE))) {
      return new Change(this, List.of());
    }
    Draft draft = new Draft(this);
    if (stateChanged) {
      draft.cancel(State.STATE);
    }
    draft.cancel(Event.EVENT);
    for (EnterAction action : lastOfEachType(actions)) {
      draft.carryOut(action);
    }
    return draft.done();
  }

  /** In the order of their places. */
  private static List<EnterAction> lastOfEachType(Chain<EnterAction> actions) {
    Map<TimeoutType, EnterAction> seen = new LinkedHashMap<>();
    for (EnterAction action : actions.toList()) {
      seen.putIfAbsent(type(action), action);
    }
    List<EnterAction> last = new ArrayList<>(seen.values());
    Collections.reverse(last);
    return last;
  }

  private static TimeoutType type(EnterAction action) {
    return switch (action) {
      case Action.SetTimeout set -> set.type();
      case Action.UpdateTimeout update -> update.type();
      case Action.CancelTimeout cancel -> cancel.type();
      case Action.Reply _, Action.Hibernate _ -> throw new IllegalStateException("no timeout: " + action);
    };
  }

  private static List<TimeoutType> without(List<TimeoutType> types, TimeoutType type) {
    return types.stream().filter(other -> !other.equals(type)).toList();
  }

  /** Timeouts on the way from one value to the next; never leaves this class. */
  private static final class Draft {
    private final Map<TimeoutType, Object> running;
    private final List<TimeoutType> zero;
    private final List<Effect> effects = new ArrayList<>();

    Draft(Timeouts from) {
      running = new LinkedHashMap<>(from.running);
      zero = new ArrayList<>(from.zero);
    }

    void carryOut(EnterAction action) {
      switch (action) {
        case Action.CancelTimeout(TimeoutType type) -> cancel(type);
        case Action.SetTimeout(TimeoutType type, Duration time, Object _, boolean _) when Timeout.isInfinite(time) ->
          cancel(type);
        case Action.SetTimeout(TimeoutType type, Duration time, Object content, boolean absolute) -> {
          boolean inside = time.isZero() && !absolute;
          // A timer that runs is stopped by the start of its successor.
          if (inside || zero.contains(type)) {
            cancel(type);
          }
          running.remove(type);
          running.put(type, content);
          if (inside) {
            zero.add(type);
          } else {
            effects.add(new Effect.Start(type, time, absolute));
          }
        }
        case Action.UpdateTimeout(TimeoutType type, Object content) -> {
          @Nullable Object before = running.put(type, content);
          if (before == null) {
            zero.add(type);
          }
        }
        case Action.Reply _, Action.Hibernate _ -> throw new IllegalStateException("no timeout: " + action);
      }
    }

    void cancel(TimeoutType type) {
      if (running.remove(type) != null && !zero.remove(type)) {
        effects.add(new Effect.Cancel(type));
      }
    }

    Change done() {
      return new Change(new Timeouts(Collections.unmodifiableMap(running), List.copyOf(zero)), List.copyOf(effects));
    }
  }
}

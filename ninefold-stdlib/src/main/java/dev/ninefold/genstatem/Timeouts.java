package dev.ninefold.genstatem;

import dev.ninefold.genstatem.TimeoutType.Event;
import dev.ninefold.genstatem.TimeoutType.Generic;
import dev.ninefold.genstatem.TimeoutType.State;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The timeouts that a machine has: an immutable value.
 *
 * @param entries those that run or wait inside, in the order of their start; few, so nothing is faster than to look at each
 * @param zero those of no time, which wait inside and have no timer, in the order of their delivery
 */
record Timeouts(List<Entry> entries, List<TimeoutType> zero) {

  static final Timeouts NONE = new Timeouts(List.of(), List.of());

  /**
   * A timeout.
   *
   * @param type which
   * @param content the content of its event
   */
  record Entry(TimeoutType type, Object content) {}

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
    return indexOf(entries, type) >= 0;
  }

  /** The content of each, in the order of their start. */
  Map<TimeoutType, Object> running() {
    Map<TimeoutType, Object> running = new LinkedHashMap<>();
    entries.forEach(entry -> running.put(entry.type(), entry.content()));
    return running;
  }

  private static int indexOf(List<Entry> entries, TimeoutType type) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).type().equals(type)) {
        return i;
      }
    }
    return -1;
  }

  /** The timeouts without one that fired, or that is delivered. */
  Timeouts without(TimeoutType type) {
    if (!has(type)) {
      return this;
    }
    return new Timeouts(entries.stream().filter(entry -> !entry.type().equals(type)).toList(),
        zero.stream().filter(other -> !other.equals(type)).toList());
  }

  /** The events that the timeouts will be. */
  List<StateEvent<?, ?>> events() {
    List<StateEvent<?, ?>> events = new ArrayList<>();
    entries.forEach(entry -> events.add(event(entry)));
    return events;
  }

  /** The event that a timeout is. */
  StateEvent<?, ?> event(TimeoutType type) {
    int index = indexOf(entries, type);
    if (index < 0) {
      throw new IllegalStateException("no timeout " + type + " runs, only " + running().keySet());
    }
    return event(entries.get(index));
  }

  private static StateEvent<?, ?> event(Entry entry) {
    Object content = entry.content();
    return switch (entry.type()) {
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
    draft.carryOutAll(actions);
    return draft.done();
  }

  private static TimeoutType type(EnterAction action) {
    return switch (action) {
      case Action.SetTimeout set -> set.type();
      case Action.UpdateTimeout update -> update.type();
      case Action.CancelTimeout cancel -> cancel.type();
      case Action.Reply _, Action.Hibernate _ -> throw new IllegalStateException("no timeout: " + action);
    };
  }

  /** Timeouts on the way from one value to the next; never leaves this class. */
  private static final class Draft {
    private final List<Entry> entries;
    private final List<TimeoutType> zero;
    private final List<Effect> effects = new ArrayList<>(2);

    Draft(Timeouts from) {
      entries = new ArrayList<>(from.entries);
      zero = new ArrayList<>(from.zero);
    }

    /** Of those of each type the last one, in the order of their places. */
    void carryOutAll(Chain<EnterAction> actions) {
      if (!actions.isEmpty() && actions.tail().isEmpty()) {
        carryOut(actions.head());
        return;
      }
      Map<TimeoutType, EnterAction> lastFirst = new LinkedHashMap<>();
      for (Chain<EnterAction> rest = actions; !rest.isEmpty(); rest = rest.tail()) {
        lastFirst.putIfAbsent(type(rest.head()), rest.head());
      }
      new ArrayList<>(lastFirst.values()).reversed().forEach(this::carryOut);
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
          remove(type);
          entries.add(new Entry(type, content));
          if (inside) {
            zero.add(type);
          } else {
            effects.add(new Effect.Start(type, time, absolute));
          }
        }
        case Action.UpdateTimeout(TimeoutType type, Object content) -> {
          int before = indexOf(entries, type);
          if (before >= 0) {
            entries.set(before, new Entry(type, content));
          } else {
            entries.add(new Entry(type, content));
            zero.add(type);
          }
        }
        case Action.Reply _, Action.Hibernate _ -> throw new IllegalStateException("no timeout: " + action);
      }
    }

    void cancel(TimeoutType type) {
      if (remove(type) && !zero.remove(type)) {
        effects.add(new Effect.Cancel(type));
      }
    }

    private boolean remove(TimeoutType type) {
      int index = indexOf(entries, type);
      if (index >= 0) {
        entries.remove(index);
      }
      return index >= 0;
    }

    Change done() {
      return new Change(new Timeouts(List.copyOf(entries), List.copyOf(zero)), List.copyOf(effects));
    }
  }
}

package dev.ninefold.genstatem;

import java.util.Objects;

/** The three kinds of timeouts of a state machine. Of each type one timer may run; of generic ones, one for each name. */
public sealed interface TimeoutType {

  /** The event timeout, which every event cancels. */
  record Event() implements TimeoutType {
    static final Event EVENT = new Event();

    @Override
    public String toString() {
      return "timeout";
    }
  }

  /** The state timeout, which every change of the state cancels. */
  record State() implements TimeoutType {
    static final State STATE = new State();

    @Override
    public String toString() {
      return "state_timeout";
    }
  }

  /**
   * A generic timeout, which nothing cancels but the machine itself.
   *
   * @param name which; any value with equals
   */
  record Generic(Object name) implements TimeoutType {
    public Generic {
      Objects.requireNonNull(name, "name: expected the name of the timeout, got null");
    }

    @Override
    public String toString() {
      return "{timeout, " + name + "}";
    }
  }
}

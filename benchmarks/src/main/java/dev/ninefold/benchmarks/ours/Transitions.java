package dev.ninefold.benchmarks.ours;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genstatem.Action;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.Init;
import dev.ninefold.genstatem.StateEvent;
import dev.ninefold.genstatem.Transition;
import dev.ninefold.process.Node;
import dev.ninefold.time.Timeout;
import java.time.Duration;

/** A plain process that casts to a state machine, which goes to its other state each time, and sets a timeout that the next one cancels. */
final class Transitions {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String GO = "go";

  private Transitions() {}

  private enum State {
    LEFT, RIGHT
  }

  private record Count() implements Request<Integer> {}

  /** The machine; its data is how often it has changed its state. */
  private static final class Pendulum implements GenStatem<State, Integer, Count, String> {
    @Override
    public Init<State, Integer> init() {
      return Init.ok(State.LEFT, 0);
    }

    @Override
    public Transition<State, Integer> handleEvent(StateEvent<Count, String> event, State state, Integer count) {
      return switch (event) {
        case StateEvent.Cast<Count, String> _ ->
          Transition.nextState(state == State.LEFT ? State.RIGHT : State.LEFT, count + 1, Action.stateTimeout(HOUR, "late"));
        case StateEvent.Call<Count, String>(Count request, var from) ->
          Transition.keepStateAndData(Action.reply(from, request, count));
        case StateEvent<Count, String> other -> throw new IllegalStateException("nobody sends " + other);
      };
    }
  }

  static double measure(int transitions) throws Exception {
    return Node.local().run(() -> {
      ServerRef<Count, String> machine = GenStatem.start(Pendulum::new).orElseThrow();
      double figure = Timed.per(transitions, () -> {
        for (int i = 0; i < transitions; i++) {
          GenStatem.cast(machine, GO);
        }
        int counted = GenStatem.call(machine, new Count(), Timeout.INFINITY);
        if (counted != transitions) {
          throw new IllegalStateException("expected " + transitions + " transitions, counted " + counted);
        }
      });
      GenStatem.stop(machine);
      return figure;
    });
  }
}

package dev.ninefold.examples.guide;

import static dev.ninefold.genstatem.Action.internal;
import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.reply;
import static dev.ninefold.genstatem.Action.stateTimeout;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static dev.ninefold.genstatem.Transition.nextState;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.Init;
import dev.ninefold.genstatem.StateEvent;
import dev.ninefold.genstatem.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The same door with a method for all states, whose states have data of their own. */
// tag::module[]
final class Door implements GenStatem<Door.State, List<String>, Door.Call<?>, Door.Cast> {
  sealed interface State {}
  record Locked(List<String> pressed) implements State {}
  record Open() implements State {}

  sealed interface Call<R> extends Request<R> {}
  record IsOpen() implements Call<Boolean> {}

  sealed interface Cast {}
  record Button(String button) implements Cast {}

  private static final Duration OPEN_FOR = Duration.ofSeconds(10);

  @Override
  public Init<State, List<String>> init() {
    return Init.ok(new Locked(List.of()), List.of("a", "b", "c", "d"));
  }

  @Override
  public Transition<State, List<String>> handleEvent(StateEvent<Call<?>, Cast> event, State state, List<String> code) {
    return switch (event) {
      case StateEvent.Call(IsOpen request, From from) -> keepStateAndData(reply(from, request, state instanceof Open));
      case StateEvent.Cast(Button(String button)) -> switch (state) {
        case Locked(List<String> pressed) -> {
          List<String> now = new ArrayList<>(pressed);
          now.add(button);
          yield now.size() < code.size()
              ? nextState(new Locked(List.copyOf(now)), code)
              : nextState(new Locked(List.of()), code, internal(now));
        }
        case Open() -> keepStateAndData(postpone());
      };
      case StateEvent.Internal(Object pressed) ->
        code.equals(pressed) ? nextState(new Open(), code, stateTimeout(OPEN_FOR, "lock")) : keepStateAndData();
      case StateEvent.StateTimeout<Call<?>, Cast> _ -> nextState(new Locked(List.of()), code);
      case StateEvent.Info<Call<?>, Cast> _, StateEvent.Timeout<Call<?>, Cast> _, StateEvent.GenericTimeout<Call<?>, Cast> _ ->
        keepStateAndData();
    };
  }
}
// end::module[]

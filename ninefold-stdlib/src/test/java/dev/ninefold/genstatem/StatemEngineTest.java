package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.Action.cancelGenericTimeout;
import static dev.ninefold.genstatem.Action.cancelStateTimeout;
import static dev.ninefold.genstatem.Action.cancelTimeout;
import static dev.ninefold.genstatem.Action.genericTimeout;
import static dev.ninefold.genstatem.Action.genericTimeoutAt;
import static dev.ninefold.genstatem.Action.internal;
import static dev.ninefold.genstatem.Action.nextEvent;
import static dev.ninefold.genstatem.Action.popCallbackModule;
import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.stateTimeout;
import static dev.ninefold.genstatem.Action.timeout;
import static dev.ninefold.genstatem.Action.updateGenericTimeout;
import static dev.ninefold.genstatem.Action.updateStateTimeout;
import static dev.ninefold.genstatem.Action.updateTimeout;
import static dev.ninefold.genstatem.Transition.keepState;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static dev.ninefold.genstatem.Transition.nextState;
import static dev.ninefold.genstatem.Transition.repeatStateAndData;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.genstatem.StatemError.BadActionFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadReturnFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadStateEnterActionFromStateFunction;
import dev.ninefold.genstatem.StatemError.BadStateEnterReturnFromStateFunction;
import dev.ninefold.genstatem.TimeoutType.Event;
import dev.ninefold.genstatem.TimeoutType.Generic;
import dev.ninefold.genstatem.TimeoutType.State;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transition engine, rule by rule: ST-5 to ST-56. No process, no clock. */
class StatemEngineTest {

  private static final Duration ZERO = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Generic A = new Generic("a");

  /** A cast whose message is what the machine returns for it; anything else keeps the state. */
  private static Transition<Object, Object> obedient(StateEvent<?, ?> event) {
    return event instanceof StateEvent.Cast<?, ?>(Does does) ? does.transition() : keepStateAndData();
  }

  /** What to do, under a name for the trace. */
  private record Does(String name, Transition<Object, Object> transition) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stepping obedient() {
    return Stepping.of("s1", (event, _, _) -> obedient(event));
  }

  private static Does keeping(String name, Action... actions) {
    return new Does(name, keepStateAndData(actions));
  }

  private static Does changing(String name, String state, Action... actions) {
    return new Does(name, nextState(state, "d", actions));
  }

  private static boolean is(StateEvent<?, ?> event, String text) {
    return event.toString().equals(text);
  }

  // ---- ST-20, ST-21, ST-27, ST-28

  /** In state closed everything is postponed, but the cast that opens; in state open everything is kept. */
  private static Transition<Object, Object> door(StateEvent<?, ?> event, Object state, Action... opening) {
    if (state.equals("open")) {
      return keepStateAndData();
    }
    return is(event, "{cast, open}") ? nextState("open", "d", opening) : keepStateAndData(postpone());
  }

  @Test
  void postponedEventsComeBackInTheOrderOfArrivalWhenTheStateChanges() {
    var machine = Stepping.of("closed", (event, state, _) -> door(event, state));
    machine.cast(1).cast(2).cast(3);
    assertThat(machine.trace()).containsExactly("closed: {cast, 1}", "closed: {cast, 2}", "closed: {cast, 3}");
    machine.cast("open");
    assertThat(machine.trace().subList(4, 7)).containsExactly("open: {cast, 1}", "open: {cast, 2}", "open: {cast, 3}");
    assertThat(machine.machine().postponed().isEmpty()).isTrue();
  }

  @Test
  void anEventThatIsPostponedAndChangesTheStateIsRetriedLastOfThePostponed() {
    var machine = Stepping.of("closed", (event, state, _) -> state.equals("closed") && is(event, "{cast, 2}")
        ? nextState("open", "d", postpone())
        : door(event, state));
    machine.cast(1).cast(2);
    assertThat(machine.trace()).containsExactly("closed: {cast, 1}", "closed: {cast, 2}", "open: {cast, 1}", "open: {cast, 2}");
  }

  @Test
  void insertedEventsComeBeforeRetriedOnesInTheOrderGiven() {
    var machine = Stepping.of("closed", (event, state, _) -> door(event, state, internal("x"), internal("y")));
    machine.cast(1).cast(2).cast("open");
    assertThat(machine.trace().subList(3, 7)).containsExactly(
        "open: {internal, x}", "open: {internal, y}", "open: {cast, 1}", "open: {cast, 2}");
  }

  @Test
  void insertedEventsComeBeforeThoseInsertedEarlier() {
    var machine = Stepping.of("s1", (event, _, _) -> switch (event.toString()) {
      case "{cast, go}" -> keepStateAndData(internal("a"), internal("b"));
      case "{internal, a}" -> keepStateAndData(internal("a1"), internal("a2"));
      default -> keepStateAndData();
    });
    machine.cast("go");
    assertThat(machine.trace().subList(1, 5)).containsExactly(
        "s1: {internal, a}", "s1: {internal, a1}", "s1: {internal, a2}", "s1: {internal, b}");
  }

  @Test
  void aPostponedEventIsNotRetriedBeforeTheStateChanges() {
    var machine = Stepping.of("closed", (event, state, _) -> switch (event.toString()) {
      case "{cast, keep}" -> keepState("d2");
      case "{cast, same}" -> nextState("closed", "d3");
      case "{cast, repeat}" -> repeatStateAndData();
      default -> door(event, state);
    });
    machine.cast(1).cast("keep").cast("same").cast("repeat");
    assertThat(machine.trace().stream().filter("closed: {cast, 1}"::equals)).hasSize(1);
    assertThat(machine.machine().postponed().toList()).hasSize(1);
  }

  @Test
  void postponeFalseUndoesAnEarlierPostpone() {
    var machine = obedient().cast(keeping("event", postpone(), postpone(false)));
    assertThat(machine.machine().postponed().isEmpty()).isTrue();
    machine.cast(keeping("event", postpone(false), postpone(true)));
    assertThat(machine.machine().postponed().toList()).hasSize(1);
  }

  @Test
  void everyTypeOfEventCanBePostponedAndInserted() {
    List<StateEvent<?, ?>> all = List.of(new StateEvent.Cast<>(1), new StateEvent.Internal<>(2), new StateEvent.Timeout<>(3),
        new StateEvent.StateTimeout<>(4), new StateEvent.GenericTimeout<>("a", 5),
        new StateEvent.Info<>(dev.ninefold.process.Info.of(6)));
    var machine = Stepping.of("closed", (event, state, _) -> is(event, "{cast, all}")
        ? keepStateAndData(all.stream().map(Action::nextEvent).toList())
        : door(event, state));
    machine.cast("all").cast("open");
    var wanted = new ArrayList<String>();
    wanted.add("closed: {cast, all}");
    all.forEach(event -> wanted.add("closed: " + event));
    wanted.add("closed: {cast, open}");
    all.forEach(event -> wanted.add("open: " + event));
    assertThat(machine.trace()).isEqualTo(wanted);
  }

  // ---- ST-5

  @Test
  void statesAreComparedByEquals() {
    record Of(int number) {}
    var machine = new Stepping(new Of(1), "d", List.of(), (event, _, _) -> obedient(event),
        (_, _, _) -> Entered.keepStateAndData());
    machine.cast(new Does("same", nextState(new Of(1), "d"))).cast(new Does("other", nextState(new Of(2), "d")));
    assertThat(machine.trace()).filteredOn(line -> line.startsWith("enter"))
        .containsExactly("enter Of[number=1] -> Of[number=1]", "enter Of[number=1] -> Of[number=2]");
    machine = new Stepping(1, "d", List.of(), (event, _, _) -> obedient(event), (_, _, _) -> Entered.keepStateAndData());
    machine.cast(new Does("float", nextState(1.0, "d")));
    assertThat(machine.trace()).contains("enter 1 -> 1.0");
  }

  // ---- ST-22, ST-36

  @Test
  void whichTransitionCancelsWhichTimeout() {
    record Row(String name, Does event, List<TimeoutType> left) {}
    for (var row : List.of(
        new Row("keep", keeping("keep"), List.of(State.STATE, A)),
        new Row("keep with data", new Does("keep", keepState("d2")), List.of(State.STATE, A)),
        new Row("next_state to the same", changing("same", "s1"), List.of(State.STATE, A)),
        new Row("repeat", new Does("repeat", repeatStateAndData()), List.of(State.STATE, A)),
        new Row("postpone", keeping("postpone", postpone()), List.of(State.STATE, A)),
        new Row("another state", changing("change", "s2"), List.of(A)),
        new Row("a new event timeout", keeping("timeout", timeout(LONG, 9)), List.of(State.STATE, A, Event.EVENT)),
        new Row("another state, a new state timeout", changing("change", "s2", stateTimeout(LONG, 9)), List.of(A, State.STATE)),
        new Row("cancel", keeping("cancel", cancelStateTimeout(), cancelGenericTimeout("a")), List.of()),
        new Row("infinity", keeping("infinity", stateTimeout(Timeout.INFINITY, 9), genericTimeout("a", Timeout.INFINITY, 9)),
            List.of()),
        new Row("cancel of what does not run", keeping("cancel", cancelGenericTimeout("b"), cancelTimeout()),
            List.of(State.STATE, A)))) {
      var machine = obedient().cast(keeping("set", timeout(LONG, 1), stateTimeout(LONG, 2), genericTimeout("a", LONG, 3)));
      assertThat(machine.timers()).containsOnlyKeys(Event.EVENT, State.STATE, A);
      machine.cast(row.event());
      assertThat(machine.timers().keySet()).as(row.name()).containsExactlyElementsOf(row.left());
      assertThat(machine.machine().timeouts().running().keySet()).as(row.name()).containsExactlyInAnyOrderElementsOf(row.left());
    }
  }

  @Test
  void aTimeoutThatFiresIsGone() {
    var machine = obedient().cast(keeping("set", stateTimeout(LONG, 1), genericTimeout("a", LONG, 2)));
    machine.fire(A).fire(State.STATE);
    assertThat(machine.trace()).endsWith("s1: {{timeout, a}, 2}", "s1: {state_timeout, 1}");
    assertThat(machine.machine().timeouts()).isEqualTo(Timeouts.NONE);
  }

  @Test
  void aTimeoutThatFiresCancelsTheEventTimeout() {
    var machine = obedient().cast(keeping("set", timeout(LONG, 1), genericTimeout("a", LONG, 2))).fire(A);
    assertThat(machine.timers()).isEmpty();
  }

  // ---- ST-33, ST-34, ST-35, ST-41

  @Test
  void theLastSettingOfATimeoutCounts() {
    var machine = obedient().cast(keeping("set", genericTimeout("a", LONG, 1), genericTimeout("a", ZERO, 2),
        genericTimeout("a", LONG.plus(LONG), 3)));
    assertThat(machine.timers()).isEqualTo(Map.of(A, LONG.plus(LONG)));
    assertThat(machine.trace()).hasSize(1);
    machine.fire(A);
    assertThat(machine.trace()).endsWith("s1: {{timeout, a}, 3}");
  }

  @Test
  void settingARunningTimeoutRestartsIt() {
    var machine = obedient().cast(keeping("set", stateTimeout(LONG, 1))).cast(keeping("again", stateTimeout(LONG.plus(LONG), 2)));
    assertThat(machine.timers()).isEqualTo(Map.of(State.STATE, LONG.plus(LONG)));
    machine.fire(State.STATE);
    assertThat(machine.trace()).endsWith("s1: {state_timeout, 2}");
  }

  @Test
  void updateChangesTheContentAndNotTheTime() {
    var machine = obedient().cast(keeping("set", stateTimeout(LONG, 1), genericTimeout("a", LONG, 2)))
        .cast(keeping("update", updateStateTimeout("new"), updateGenericTimeout("a", "newer")));
    assertThat(machine.timers()).isEqualTo(Map.of(State.STATE, LONG, A, LONG));
    machine.fire(State.STATE).fire(A);
    assertThat(machine.trace()).endsWith("s1: {state_timeout, new}", "s1: {{timeout, a}, newer}");
  }

  @Test
  void updateOfWhatDoesNotRunComesAtOnce() {
    var machine = obedient().cast(keeping("update", updateGenericTimeout("a", 1), updateStateTimeout(2)));
    assertThat(machine.trace()).containsExactly("s1: {cast, update}", "s1: {{timeout, a}, 1}", "s1: {state_timeout, 2}");
    // The event that asks for it has cancelled the event timeout already.
    machine = obedient().cast(keeping("set", timeout(LONG, 1))).cast(keeping("update", updateTimeout(2)));
    assertThat(machine.trace()).endsWith("s1: {timeout, 2}");
  }

  @Test
  void anAbsoluteTimeIsNeverAZeroTimeout() {
    var machine = obedient().cast(keeping("set", genericTimeoutAt("a", 0, 1)));
    assertThat(machine.timers()).containsOnlyKeys(A);
    assertThat(machine.trace()).hasSize(1);
  }

  // ---- ST-25, ST-38, ST-39, ST-40, ST-44

  @Test
  void zeroTimeoutsComeInTheOrderOfTheirActionsAfterInsertedEvents() {
    var machine = obedient().cast(keeping("set", genericTimeout("a", ZERO, 1), internal(2), stateTimeout(ZERO, 3)));
    assertThat(machine.trace().subList(1, 4)).containsExactly("s1: {internal, 2}", "s1: {{timeout, a}, 1}",
        "s1: {state_timeout, 3}");
  }

  @Test
  void ofSimultaneousZeroTimeoutsTheEventTimeoutComesOnlyIfItIsFirst() {
    var machine = obedient().cast(keeping("set", timeout(ZERO, 1), stateTimeout(ZERO, 2)));
    assertThat(machine.trace().subList(1, 3)).containsExactly("s1: {timeout, 1}", "s1: {state_timeout, 2}");
    machine = obedient().cast(keeping("set", stateTimeout(ZERO, 2), timeout(ZERO, 1)));
    assertThat(machine.trace()).containsExactly("s1: {cast, set}", "s1: {state_timeout, 2}");
  }

  @Test
  void aZeroEventTimeoutIsLostToAnInsertedEvent() {
    var machine = obedient().cast(keeping("set", timeout(ZERO, 1), internal(2)));
    assertThat(machine.trace()).containsExactly("s1: {cast, set}", "s1: {internal, 2}");
  }

  @Test
  void aZeroStateTimeoutIsLostToAChangeOfTheState() {
    var machine =
        Stepping.of("s1", (event, _, _) -> event instanceof StateEvent.Internal ? nextState("s2", "d") : obedient(event));
    machine.cast(keeping("set", stateTimeout(ZERO, 1), internal(2)));
    assertThat(machine.trace()).containsExactly("s1: {cast, set}", "s1: {internal, 2}");
  }

  @Test
  void aZeroTimeoutThatIsSetAnewTakesItsPlaceAtTheEnd() {
    var machine = Stepping.of("s1",
        (event, _, _) -> event instanceof StateEvent.Internal ? keepStateAndData(genericTimeout("a", ZERO, 9)) : obedient(event));
    machine.cast(keeping("set", genericTimeout("a", ZERO, 1), stateTimeout(ZERO, 2), internal(3)));
    assertThat(machine.trace().subList(2, 4)).containsExactly("s1: {state_timeout, 2}", "s1: {{timeout, a}, 9}");
  }

  @Test
  void aZeroTimeoutThatIsUpdatedKeepsItsPlace() {
    var machine = Stepping.of("s1",
        (event, _, _) -> event instanceof StateEvent.Internal ? keepStateAndData(updateGenericTimeout("a", 9)) : obedient(event));
    machine.cast(keeping("set", genericTimeout("a", ZERO, 1), stateTimeout(ZERO, 2), internal(3)));
    assertThat(machine.trace().subList(2, 4)).containsExactly("s1: {{timeout, a}, 9}", "s1: {state_timeout, 2}");
  }

  @Test
  void aZeroTimeoutThatIsGivenTimeHasATimer() {
    var machine = Stepping.of("s1",
        (event, _, _) -> event instanceof StateEvent.Internal ? keepStateAndData(genericTimeout("a", LONG, 9)) : obedient(event));
    machine.cast(keeping("set", genericTimeout("a", ZERO, 1), internal(3)));
    assertThat(machine.timers()).isEqualTo(Map.of(A, LONG));
    machine.fire(A);
    assertThat(machine.trace()).containsExactly("s1: {cast, set}", "s1: {internal, 3}", "s1: {{timeout, a}, 9}");
  }

  @Test
  void aBareTimeIsTheContentOfItsEventTimeout() {
    assertThat(obedient().cast(keeping("set", timeout(ZERO))).trace()).endsWith("s1: {timeout, PT0S}");
  }

  // ---- ST-9, ST-19, ST-46 to ST-50

  private static Stepping entering(Object entered) {
    return new Stepping("s1", "d", List.of(), (event, _, _) -> obedient(event),
        (old, state, _) -> old.equals(state) ? Entered.keepStateAndData() : entered);
  }

  @Test
  void enterCallsAtTheStartOnAChangeAndOnARepetitionOnly() {
    var machine = entering(Entered.keepStateAndData()).cast(keeping("keep"))
        .cast(changing("same", "s1"))
        .cast(new Does("repeat", repeatStateAndData()))
        .cast(changing("change", "s2"));
    assertThat(machine.trace()).containsExactly("enter s1 -> s1", "s1: {cast, keep}", "s1: {cast, same}", "s1: {cast, repeat}",
        "enter s1 -> s1", "s1: {cast, change}", "enter s1 -> s2");
  }

  @Test
  void theActionsOfInitComeBeforeTheFirstEnterCallAndMayInsertButNotPostpone() {
    var machine = new Stepping("s1", "d", List.of(internal(1), stateTimeout(ZERO, 2), postpone()),
        (_, _, _) -> keepStateAndData(), (_, _, _) -> Entered.keepState("entered", genericTimeout("a", ZERO, 3)));
    assertThat(machine.trace()).containsExactly(
        "enter s1 -> s1", "s1: {internal, 1}", "s1: {state_timeout, 2}", "s1: {{timeout, a}, 3}");
    assertThat(machine.machine().data()).isEqualTo("entered");
    assertThat(machine.machine().postponed().isEmpty()).isTrue();
  }

  @Test
  void theDataOfTheEnterCallIsTheDataAndItsTimeoutsJoinThoseOfTheEvent() {
    var machine = entering(Entered.keepState("entered", stateTimeout(LONG, "enter")))
        .cast(changing("change", "s2", stateTimeout(ZERO, "event"), genericTimeout("a", LONG, "event")));
    assertThat(machine.machine().data()).isEqualTo("entered");
    assertThat(machine.timers()).isEqualTo(Map.of(State.STATE, LONG, A, LONG));
    assertThat(machine.trace()).hasSize(3);
  }

  @Test
  void anEnterCallThatRepeatsIsRepeatedUntilItKeeps() {
    var times = new ArrayList<Integer>();
    var machine = new Stepping("s1", "d", List.of(), (_, _, _) -> keepStateAndData(), (_, _, _) -> {
      times.add(1);
      return times.size() < 4 ? Entered.repeatState("d" + times.size()) : Entered.keepStateAndData();
    });
    assertThat(times).hasSize(4);
    assertThat(machine.machine().data()).isEqualTo("d3");
  }

  static List<Object> badEnters() {
    return List.of(
        List.of(nextState("s3", "d"), new BadStateEnterReturnFromStateFunction(nextState("s3", "d"))),
        List.of(keepStateAndData(postpone()), new BadStateEnterActionFromStateFunction(postpone())),
        List.of(keepStateAndData(internal(1)), new BadStateEnterActionFromStateFunction(internal(1))),
        List.of(keepStateAndData(nextEvent(new StateEvent.Cast<>(1))),
            new BadStateEnterActionFromStateFunction(nextEvent(new StateEvent.Cast<>(1)))),
        List.of(keepStateAndData(popCallbackModule()), new BadActionFromStateFunction(popCallbackModule())),
        List.of("nonsense", new BadReturnFromStateFunction("nonsense")));
  }

  @ParameterizedTest
  @MethodSource("badEnters")
  void whatAnEnterCallMustNotSay(List<Object> row) {
    var machine = entering(row.get(0)).cast(changing("change", "s2"));
    assertThat(machine.ended()).isEqualTo(new ExitReason.Other(row.get(1)));
    // terminate sees the state that was to be entered
    assertThat(machine.machine().state()).isEqualTo("s2");
  }

  @Test
  void postponeFalseIsAcceptedInAnEnterCallAndUndoesThePostponeOfTheEvent() {
    var machine = entering(keepStateAndData(postpone(false))).cast(changing("change", "s2", postpone()));
    assertThat(machine.ended()).isNull();
    assertThat(machine.trace()).containsExactly("enter s1 -> s1", "s1: {cast, change}", "enter s1 -> s2");
  }

  @Test
  void nextStateToTheStateThatIsEnteredIsAKeep() {
    assertThat(entering(nextState("s2", "d2")).cast(changing("change", "s2")).machine().data()).isEqualTo("d2");
  }

  // ---- ST-14, ST-15, ST-56

  @Test
  void stopSeesTheDataThatItIsGiven() {
    var machine = obedient().cast(new Does("stop", Transition.stop(ExitReason.SHUTDOWN, "last")));
    assertThat(machine.ended()).isEqualTo(ExitReason.SHUTDOWN);
    assertThat(machine.machine().data()).isEqualTo("last");
    assertThat(machine.machine().state()).isEqualTo("s1");
  }

  @Test
  void aBadActionIsSeenWithTheNewStateAndData() {
    var machine = obedient().cast(new Does("bad", nextState("s2", "d2", internal(1), popCallbackModule())));
    assertThat(machine.ended()).isEqualTo(new ExitReason.Other(new BadActionFromStateFunction(popCallbackModule())))
        .hasToString("{bad_action_from_state_function, pop_callback_module}");
    assertThat(machine.machine().state()).isEqualTo("s2");
    assertThat(machine.machine().data()).isEqualTo("d2");
  }

  @Test
  void nothingReturnedIsABadReturn() {
    assertThat(Stepping.of("s1", (_, _, _) -> null).cast(1).ended())
        .isEqualTo(new ExitReason.Other(new BadReturnFromStateFunction("null")));
  }

  // ---- ST-53, ST-54

  @Test
  void callbackModulesArePushedPoppedAndChanged() {
    var first = TestStatem.of("s", "d", (_, _, _) -> keepStateAndData());
    var second = TestStatem.of("s", "d", (_, _, _) -> keepStateAndData());
    var machine = entering(Entered.keepStateAndData());
    machine.trace().clear();
    var original = machine.machine().modules().head();
    machine.cast(keeping("push", Action.pushCallbackModule(first)));
    assertThat(machine.machine().modules().toList()).containsExactly(first, original);
    machine.cast(keeping("change", Action.changeCallbackModule(second)));
    assertThat(machine.machine().modules().toList()).containsExactly(second, original);
    machine.cast(keeping("pop and push", popCallbackModule(), Action.pushCallbackModule(first)));
    assertThat(machine.machine().modules().toList()).containsExactly(first, original);
    machine.cast(keeping("pop", popCallbackModule()));
    assertThat(machine.machine().modules().toList()).containsExactly(original);
    assertThat(machine.trace()).as("a module change by itself makes no enter call")
        .noneMatch(line -> line.startsWith("enter"));
  }

  @Test
  void tenThousandPostponedEventsComeBackInOrder() {
    var machine = Stepping.of("closed", (event, state, _) -> door(event, state));
    for (int i = 0; i < 10_000; i++) {
      machine.cast(i);
    }
    machine.cast("open");
    assertThat(machine.trace()).hasSize(20_001);
    for (int i = 0; i < 10_000; i++) {
      assertThat(machine.trace().get(10_001 + i)).isEqualTo("open: {cast, " + i + "}");
    }
  }
}

package dev.ninefold.genstatem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.CallException;
import dev.ninefold.process.Process;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenStatemRunTest {

  private static final Duration OPEN = Duration.ofSeconds(10);

  enum State {
    CLOSED, OPEN, BROKEN
  }

  sealed interface Call<R> extends Request<R> {}

  record Enter(String who) implements Call<String> {}

  record Count() implements Call<Integer> {}

  sealed interface Cast {}

  record Push() implements Cast {}

  record Knock(int times) implements Cast {}

  record Watch(Duration time) implements Cast {}

  record Break() implements Cast {}

  record Burst() implements Cast {}

  /** Whoever wants in waits until it is open; it closes by itself. The data is a diary. */
  static final class Door implements GenStatem<State, List<String>, Call<?>, Cast> {
    private final List<String> terminated = new ArrayList<>();

    @Override
    public Init<State, List<String>> init() {
      return Init.ok(State.CLOSED, List.of());
    }

    @Override
    public Entered<State, List<String>> stateEnter(State oldState, State state, List<String> diary) {
      return state == State.OPEN
          ? Entered.keepState(with(diary, oldState + "->" + state))
          : Entered.keepStateAndData();
    }

    @Override
    public Transition<State, List<String>> handleEvent(StateEvent<Call<?>, Cast> event, State state, List<String> diary) {
      return switch (event) {
        case StateEvent.Call<Call<?>, Cast>(Count count, var from) ->
          Transition.keepStateAndData(Action.reply(from, count, diary.size()));
        case StateEvent.Call<Call<?>, Cast>(Enter enter, var from) when state == State.OPEN ->
          Transition.keepState(with(diary, enter.who()), Action.reply(from, enter, "welcome " + enter.who()));
        case StateEvent.Call<Call<?>, Cast> _ -> Transition.keepStateAndData(Action.postpone());
        case StateEvent.Cast<Call<?>, Cast>(Push _) when state == State.CLOSED ->
          Transition.nextState(State.OPEN, diary, Action.stateTimeout(OPEN, "close"));
        case StateEvent.Cast<Call<?>, Cast>(Push _) -> Transition.keepStateAndData();
        case StateEvent.Cast<Call<?>, Cast>(Knock(int times)) ->
          Transition.keepState(with(diary, "knock"), times > 1 ? List.of(Action.internal(times - 1)) : List.of());
        case StateEvent.Cast<Call<?>, Cast>(Watch(var time)) ->
          Transition.keepStateAndData(Action.genericTimeout("watch", time, "seen"), Action.timeout(OPEN.plus(OPEN), "quiet"));
        case StateEvent.Cast<Call<?>, Cast>(Break _) -> Transition.stop(ExitReason.shutdown("broken"), with(diary, "broken"));
        case StateEvent.Cast<Call<?>, Cast>(Burst _) -> throw new IllegalStateException("boom");
        case StateEvent.Internal<Call<?>, Cast>(Object times) ->
          Transition.keepState(with(diary, "echo"), (int) times > 1 ? List.of(Action.internal((int) times - 1)) : List.of());
        case StateEvent.StateTimeout<Call<?>, Cast> _ -> Transition.nextState(State.CLOSED, with(diary, "closes"));
        case StateEvent.GenericTimeout<Call<?>, Cast>(var _, Object content) ->
          Transition.keepState(with(diary, content.toString()));
        case StateEvent.Timeout<Call<?>, Cast>(Object content) -> Transition.keepState(with(diary, content.toString()));
        case StateEvent.Info<Call<?>, Cast> info -> Transition.keepState(with(diary, info.toString()));
      };
    }

    @Override
    public void terminate(ExitReason reason, State state, List<String> diary) {
      terminated.add(reason + " " + state + " " + diary);
    }

    private static List<String> with(List<String> diary, String entry) {
      var longer = new ArrayList<>(diary);
      longer.add(entry);
      return List.copyOf(longer);
    }
  }

  private final Door module = new Door();

  @Test
  void eventsAreHandledAndStatesEntered() {
    var run = GenStatemRun.of(module);
    assertThat(run.state()).isEqualTo(State.CLOSED);
    run.cast(new Push());
    assertThat(run.state()).isEqualTo(State.OPEN);
    assertThat(run.data()).containsExactly("CLOSED->OPEN");
    assertThat(run.call(new Enter("ann"))).isEqualTo("welcome ann");
    run.info("hello");
    assertThat(run.data()).endsWith("ann", "{info, hello}");
    assertThat(run.call(new Count())).isEqualTo(3);
    assertThat(run).hasToString("Door in state OPEN with [CLOSED->OPEN, ann, {info, hello}]");
  }

  @Test
  void insertedEventsFollowAtOnce() {
    var run = GenStatemRun.of(module);
    run.cast(new Knock(3));
    assertThat(run.data()).containsExactly("knock", "echo", "echo");
  }

  @Test
  void postponedEventsAreShownAndHandledInTheNextState() {
    var run = GenStatemRun.of(module);
    var ann = run.ask(new Enter("ann"));
    var ben = run.ask(new Enter("ben"));
    assertThat(run.postponed()).hasSize(2).first().asString().contains("ann");
    assertThat(ann.isAnswered()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> run.call(new Enter("cem"))).withMessageContaining("use ask; postponed: [");
    run.cast(new Push());
    assertThat(ann.reply()).isEqualTo("welcome ann");
    assertThat(ben.reply()).isEqualTo("welcome ben");
    assertThat(run.data()).containsExactly("CLOSED->OPEN", "ann", "ben", "cem");
    assertThat(run.postponed()).isEmpty();
  }

  @Test
  void timeoutsAreShownAndFireWhenTheyAreTold() {
    var run = GenStatemRun.of(module);
    run.cast(new Push());
    run.cast(new Watch(Duration.ofSeconds(30)));
    assertThat(run.timeouts()).containsExactly(
        new GenStatemRun.Running(new TimeoutType.State(), "close", OPEN),
        new GenStatemRun.Running(new TimeoutType.Generic("watch"), "seen", Duration.ofSeconds(30)),
        new GenStatemRun.Running(new TimeoutType.Event(), "quiet", OPEN.plus(OPEN)));
    run.timeout(new TimeoutType.Generic("watch"));
    assertThat(run.data()).endsWith("seen");
    // The event has cancelled the event timeout.
    assertThat(run.timeouts()).extracting(GenStatemRun.Running::content).containsExactly("close");
    assertThatIllegalStateException().isThrownBy(() -> run.timeout(new TimeoutType.Event()))
        .withMessageStartingWith("timeout: expected one of type timeout that runs, got [Running[");
    run.timeout(new TimeoutType.State());
    assertThat(run.state()).isEqualTo(State.CLOSED);
    assertThat(run.timeouts()).isEmpty();
  }

  @Test
  void timeoutsFireInTheirOrderWhenTheTimeIsMoved() {
    var run = GenStatemRun.of(module);
    run.cast(new Push());
    run.cast(new Watch(Duration.ofSeconds(3)));
    run.advance(Duration.ofSeconds(2));
    assertThat(run.timeouts()).extracting(GenStatemRun.Running::left)
        .containsExactly(Duration.ofSeconds(8), Duration.ofSeconds(1), Duration.ofSeconds(18));
    run.advance(Duration.ofSeconds(8));
    assertThat(run.data()).endsWith("seen", "closes");
    assertThat(run.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void itStops() {
    var run = GenStatemRun.of(module);
    run.cast(new Push());
    run.cast(new Break());
    assertThat(run.stopped()).contains(ExitReason.shutdown("broken"));
    assertThat(run.data()).endsWith("broken");
    assertThat(run.timeouts()).isEmpty();
    assertThat(module.terminated).containsExactly("{shutdown, broken} OPEN [CLOSED->OPEN, broken]");
    assertThatIllegalStateException().isThrownBy(() -> run.cast(new Push()))
        .withMessage("expected a machine that runs, got one that has ended: {shutdown, broken}");
    run.advance(OPEN);
  }

  @Test
  void itIsStopped() {
    var run = GenStatemRun.of(module);
    run.stop(ExitReason.SHUTDOWN);
    assertThat(module.terminated).containsExactly("shutdown CLOSED []");
    assertThat(run).hasToString("Door that has ended: shutdown");
  }

  @Test
  void aFailureEndsItAsItWasBefore() {
    var run = GenStatemRun.of(module);
    run.cast(new Knock(1));
    run.cast(new Burst());
    assertThat(run.stopped().orElseThrow().toString()).contains("boom");
    assertThat(module.terminated).singleElement().asString().endsWith("boom CLOSED [knock]");
    assertThatIllegalStateException().isThrownBy(run::state).havingCause().withMessage("boom");
    assertThatIllegalStateException().isThrownBy(() -> run.call(new Count())).havingCause().withMessage("boom");
  }

  @Test
  void anInitThatIsNotOkIsTheEnd() {
    assertThat(stopped(Init.ignore())).isEqualTo(ExitReason.NORMAL);
    assertThat(stopped(Init.stop(ExitReason.SHUTDOWN))).isEqualTo(ExitReason.SHUTDOWN);
    assertThat(stopped(Init.failed(ExitReason.SHUTDOWN))).isEqualTo(ExitReason.SHUTDOWN);
    assertThat(stopped(null)).isEqualTo(new ExitReason.Other(new StatemError.BadReturnFromInit("null")));
  }

  private static ExitReason stopped(Init<State, List<String>> init) {
    var run = GenStatemRun.of(new GenStatem<State, List<String>, Call<?>, Cast>() {
      @Override
      public Init<State, List<String>> init() {
        return init;
      }

      @Override
      public Transition<State, List<String>> handleEvent(
          StateEvent<Call<?>, Cast> event, State state, List<String> data) {
        return Transition.keepStateAndData();
      }
    });
    return run.stopped().orElseThrow();
  }

  @Test
  void nullIsRefused() {
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> GenStatemRun.of(null))
        .withMessageContaining("module: expected");
    var run = GenStatemRun.of(module);
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.timeout(null))
        .withMessageContaining("type: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.info(null))
        .withMessageContaining("message: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.stop(null))
        .withMessageContaining("reason: expected");
  }

  // ---- beside the process

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @WithNode(manualTime = true)
  void itDoesWhatTheProcessDoes(int seed, TestNode node) throws Exception {
    var random = new Random(seed);
    var run = GenStatemRun.of(new Door());
    ServerRef<Call<?>, Cast> process = GenStatem.start(Door::new, StartOptions.DEFAULT.withNode(node.node())).orElseThrow();
    for (int i = 0; i < 100; i++) {
      switch (random.nextInt(6)) {
        case 0 -> both(run, process, new Push());
        case 1 -> both(run, process, new Knock(random.nextInt(1, 4)));
        case 2 -> both(run, process, new Watch(Duration.ofSeconds(random.nextInt(1, 30))));
        case 3 -> {
          var by = Duration.ofSeconds(random.nextInt(1, 15));
          run.advance(by);
          // One by one: what the machine does with a timeout may start another.
          for (int second = 0; second < by.toSeconds(); second++) {
            node.time().advance(Duration.ofSeconds(1));
            Sys.getState(process);
          }
        }
        case 4 -> {
          var who = "guest " + i;
          run.ask(new Enter(who));
          node.spawn(() -> {
            try {
              GenStatem.call(process, new Enter(who), Timeout.INFINITY);
            } catch (CallException _) {
              // It is killed in the end.
            }
          });
          node.await("the request has come",
              () -> Sys.getState(process) instanceof StateData<?, ?> data && (data.data().toString().contains(who)
                  || Sys.getStatus(process).toString().contains(who)));
        }
        default -> {
          run.info("info " + i);
          Process.send(process.pid(), "info " + i);
        }
      }
      assertThat(Sys.getState(process)).as("event %s", i).isEqualTo(new StateData<>(run.state(), run.data()));
    }
    node.kill(process.pid());
  }

  private static void both(GenStatemRun<State, List<String>, Call<?>, Cast> run, ServerRef<Call<?>, Cast> process, Cast cast) {
    run.cast(cast);
    GenStatem.cast(process, cast);
  }

  /** Repeats its state until nothing is left. */
  private static final class Repeating implements GenStatem<String, Integer, Request<?>, Integer> {
    @Override
    public Init<String, Integer> init() {
      return Init.ok("state", 0);
    }

    @Override
    public Transition<String, Integer> handleEvent(StateEvent<Request<?>, Integer> event, String state, Integer left) {
      return Transition.repeatState(((StateEvent.Cast<?, Integer>) event).message());
    }

    @Override
    public Entered<String, Integer> stateEnter(String old, String state, Integer left) {
      return left == 0 ? Entered.keepStateAndData() : Entered.repeatState(left - 1);
    }
  }

  @Test
  void aStateThatIsRepeatedAndRepeatedNeedsNoStack() {
    var run = GenStatemRun.of(new Repeating());
    run.cast(100_000);
    assertThat(run.stopped()).isEmpty();
    assertThat(run.data()).isZero();
  }

  @Test
  void timeDoesNotGoOnForEver() {
    var run = GenStatemRun.of(new Door());
    assertThatIllegalArgumentException().isThrownBy(() -> run.advance(Timeout.INFINITY))
        .withMessage("by: expected how far the time goes on, got Timeout.INFINITY");
  }
}

package dev.ninefold.examples.codelock;

import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.reply;
import static dev.ninefold.genstatem.Action.stateTimeout;
import static dev.ninefold.genstatem.Entered.keepState;
import static dev.ninefold.genstatem.Entered.keepStateAndData;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static dev.ninefold.genstatem.Transition.nextState;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genstatem.Entered;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.Init;
import dev.ninefold.genstatem.StateEvent;
import dev.ninefold.genstatem.StateFunction;
import dev.ninefold.genstatem.StateFunctions;
import dev.ninefold.genstatem.StatemStatus;
import dev.ninefold.genstatem.Transition;
import dev.ninefold.process.Name;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A door that opens when the buttons of its code are pressed, and locks itself after ten seconds. */
// tag::module[]
public final class CodeLock implements StateFunctions<CodeLock.State, CodeLock.Data, CodeLock.Call<?>, CodeLock.Cast> {

  public sealed interface Call<R> extends Request<R> {}
  public record CodeLength() implements Call<Integer> {}

  public sealed interface Cast {}
  public record Button(String button) implements Cast {}

  public record Data(List<String> code, List<String> buttons, Consumer<String> door) {
    Data withButtons(List<String> buttons) {
      return new Data(code, buttons, door);
    }
  }

  public enum State implements StateFunction<State, Data, Call<?>, Cast> {
    LOCKED {
      @Override
      public Entered<State, Data> stateEnter(State oldState, Data data) {
        data.door().accept("Locked");
        return keepState(data.withButtons(List.of()));
      }

      @Override
      public Transition<State, Data> handleEvent(StateEvent<Call<?>, Cast> event, Data data) {
        return switch (event) {
          case StateEvent.Cast(Button(String button)) -> {
            List<String> buttons = lastButtons(data, button);
            yield buttons.equals(data.code())
                ? nextState(OPEN, data)
                : keepState(data.withButtons(buttons), stateTimeout(Duration.ofSeconds(30), "button"));
          }
          case StateEvent.StateTimeout<Call<?>, Cast> _ -> keepState(data.withButtons(List.of()));
          default -> handleCommon(event, data);
        };
      }
    },

    OPEN {
      @Override
      public Entered<State, Data> stateEnter(State oldState, Data data) {
        data.door().accept("Open");
        return keepStateAndData(stateTimeout(Duration.ofSeconds(10), "lock"));
      }

      @Override
      public Transition<State, Data> handleEvent(StateEvent<Call<?>, Cast> event, Data data) {
        return switch (event) {
          case StateEvent.StateTimeout<Call<?>, Cast> _ -> nextState(LOCKED, data);
          case StateEvent.Cast(Button _) -> keepStateAndData(postpone());
          default -> handleCommon(event, data);
        };
      }
    }
  }

  static Transition<State, Data> handleCommon(StateEvent<Call<?>, Cast> event, Data data) {
    return switch (event) {
      case StateEvent.Call(CodeLength request, From from) -> keepStateAndData(reply(from, request, data.code().size()));
      default -> keepStateAndData();
    };
  }

  /** As many of the last buttons as the code has. */
  static List<String> lastButtons(Data data, String button) {
    List<String> all = Stream.concat(data.buttons().stream(), Stream.of(button)).toList();
    return all.subList(Math.max(0, all.size() - data.code().size()), all.size());
  }
  // end::module[]

  private static final Name NAME = Name.local("code_lock");

  /** The lock by its name. */
  static final ServerRef<Call<?>, Cast> LOCK = ServerRef.of(NAME);

  private final List<String> code;
  private final Consumer<String> door;

  /**
   * A lock.
   *
   * @param code the buttons that open it
   * @param door what is told whether it is open
   */
  public CodeLock(List<String> code, Consumer<String> door) {
    this.code = List.copyOf(code);
    this.door = door;
  }

  // ---- the client's side

  // tag::client[]
  public static StartResult<ServerRef<Call<?>, Cast>> startLink(List<String> code, Consumer<String> door) {
    return GenStatem.startLink(() -> new CodeLock(code, door), StartOptions.DEFAULT.withName(NAME));
  }

  public static void button(String button) {
    GenStatem.cast(LOCK, new Button(button));
  }

  public static int codeLength() {
    return GenStatem.call(LOCK, new CodeLength());
  }
  // end::client[]

  // ---- the machine's side

  // tag::init[]
  @Override
  public Init<State, Data> init() {
    Process.trapExit(true);
    return Init.ok(State.LOCKED, new Data(code, List.of(), door));
  }

  @Override
  public void terminate(ExitReason reason, State state, Data data) {
    if (state != State.LOCKED) {
      data.door().accept("Locked");
    }
  }
  // end::init[]

  // tag::format[]
  /** Neither the code nor the buttons are shown. */
  @Override
  public StatemStatus formatStatus(StatemStatus status) {
    return status.withData("hidden").withQueue(List.of()).withPostponed(List.of(status.postponed().size() + " buttons"));
  }
  // end::format[]
}

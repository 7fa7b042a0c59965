package dev.ninefold.genstatem;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.term.ExitReason;
import java.util.function.UnaryOperator;

/** A machine whose callbacks do what the test says: the counterpart of the maps of functions in gen_statem_SUITE. */
class TestStatem implements GenStatem<Object, Object, TestStatem.Ask, Object> {

  /** A request, about anything. */
  record Ask(Object what) implements Request<Object> {
    @Override
    public String toString() {
      return what.toString();
    }
  }

  /** What runs as init. */
  @FunctionalInterface
  interface OnInit {
    Init<Object, Object> run() throws Exception;
  }

  /** What runs as handle_event. */
  @FunctionalInterface
  interface OnEvent {
    Transition<Object, Object> handle(StateEvent<Ask, Object> event, Object state, Object data) throws Exception;
  }

  /** What runs as an enter call. */
  @FunctionalInterface
  interface OnEnter {
    Entered<Object, Object> handle(Object oldState, Object state, Object data) throws Exception;
  }

  /** What runs as terminate. */
  @FunctionalInterface
  interface OnTerminate {
    void run(ExitReason reason, Object state, Object data) throws Exception;
  }

  /** What runs as code_change. */
  @FunctionalInterface
  interface OnCodeChange {
    StateData<Object, Object> run(Object oldVersion, Object state, Object data, Object extra) throws Exception;
  }

  private final OnInit init;
  private final OnEvent onEvent;
  OnTerminate onTerminate = (_, _, _) -> {};
  UnaryOperator<StatemStatus> formatter = status -> status;

  TestStatem(OnInit init, OnEvent onEvent) {
    this.init = init;
    this.onEvent = onEvent;
  }

  /** One that starts in the state, with the data. */
  static TestStatem of(Object state, Object data, OnEvent onEvent) {
    return new TestStatem(() -> Init.ok(state, data), onEvent);
  }

  /** The same with enter calls. */
  static TestStatem entering(Object state, Object data, OnEvent onEvent, OnEnter onEnter) {
    return new TestStatem(() -> Init.ok(state, data), onEvent) {
      @Override
      public Entered<Object, Object> stateEnter(Object oldState, Object now, Object current) throws Exception {
        return onEnter.handle(oldState, now, current);
      }
    };
  }

  /** Starts one, linked. */
  static ServerRef<Ask, Object> startLink(TestStatem machine) {
    return GenStatem.startLink(() -> machine, StartOptions.DEFAULT).orElseThrow();
  }

  static Pid pid(ServerRef<Ask, Object> machine) {
    return (Pid) machine.destination();
  }

  @Override
  public Init<Object, Object> init() throws Exception {
    return init.run();
  }

  @Override
  public Transition<Object, Object> handleEvent(StateEvent<Ask, Object> event, Object state, Object data) throws Exception {
    return onEvent.handle(event, state, data);
  }

  @Override
  public void terminate(ExitReason reason, Object state, Object data) throws Exception {
    onTerminate.run(reason, state, data);
  }

  @Override
  public StatemStatus formatStatus(StatemStatus status) {
    return formatter.apply(status);
  }
}

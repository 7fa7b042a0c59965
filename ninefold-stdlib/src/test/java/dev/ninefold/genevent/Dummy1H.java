package dev.ninefold.genevent;

import dev.ninefold.gen.Status;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import java.util.function.Supplier;

/** {@code dummy1_h} of gen_event_SUITE. */
final class Dummy1H implements EventHandler<Object, Object, DummyAsk<?>> {

  static final HandlerKey<Dummy1H> KEY = HandlerKey.of(Dummy1H.class);

  /** {dummy1_h, What}: what the process hears that the handler was made by. */
  record Heard(Object what) {}

  private final Object parent;

  Dummy1H(Object parent) {
    this.parent = parent;
  }

  /** init([Parent]), by the process that calls this. */
  static Supplier<Dummy1H> parent() {
    Pid parent = Process.self();
    return () -> new Dummy1H(parent);
  }

  @Override
  public HandlerInit<Object> init() {
    return HandlerInit.ok(parent);
  }

  @Override
  public HandlerInit<Object> initAfterSwap(Predecessor predecessor) {
    return switch (predecessor) {
      case Predecessor.Missing _ -> throw new ThrownException("non_existing");
      case Predecessor.Terminated(Object oldState) -> HandlerInit.ok(oldState);
      case Predecessor.Crashed crashed -> throw new IllegalStateException("no clause for " + crashed);
    };
  }

  @Override
  public HandlerNext<Object> handleEvent(Object event, Object state) {
    return switch (event) {
      case String s when s.equals("delete_event") -> HandlerNext.remove();
      case String s when s.equals("do_crash") -> throw new IllegalStateException("badmatch 4");
      case String s when s.equals("hibernate") -> HandlerNext.ok(state);
      case String s when s.equals("wakeup") -> HandlerNext.hibernate(state);
      case Object other -> heard(other, state);
    };
  }

  private static HandlerNext<Object> heard(Object what, Object parent) {
    Process.send((Pid) parent, new Heard(what));
    return HandlerNext.ok(parent);
  }

  @Override
  public HandlerReply<Object> handleCall(DummyAsk<?> request, Object state) {
    return switch (request) {
      case DummyAsk.DeleteCall delete -> HandlerReply.remove(delete, "ok");
      case DummyAsk.Hejsan hejsan -> HandlerReply.reply(hejsan, "ok", state);
      case DummyAsk<?> other -> throw new IllegalStateException("no clause for " + other);
    };
  }

  @Override
  public HandlerNext<Object> handleInfo(Info info, Object state) {
    return switch (info instanceof Info.Message(Object body) ? body : info) {
      case String s when s.equals("delete_info") -> HandlerNext.remove();
      case String s when s.equals("do_crash") -> throw new IllegalStateException("badmatch 4");
      case String s when s.equals("gnurf") -> HandlerNext.hibernate(state);
      case Object other -> heard(other, state);
    };
  }

  @Override
  public Object terminate(Removal why, Object state) {
    return switch (why) {
      case Removal.Deleted(Object args) when args.equals("return_hej") -> "return_hej";
      case Removal.RemoveHandler _ -> {
        Process.send((Pid) state, new Heard("removed"));
        yield "ok";
      }
      case Removal _ -> "ok";
    };
  }

  @Override
  public Status formatStatus(Status status) {
    return status.withState("dummy1_h handler state");
  }
}

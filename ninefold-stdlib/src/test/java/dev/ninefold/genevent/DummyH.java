package dev.ninefold.genevent;

import dev.ninefold.gen.Status;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** {@code dummy_h} of gen_event_SUITE. */
final class DummyH implements EventHandler<Object, Object, DummyAsk<?>> {

  static final HandlerKey<DummyH> KEY = HandlerKey.of(DummyH.class);

  /** {return, faulty}: what is none of the results. */
  static final Object FAULTY = List.of("return", "faulty");

  /** {dummy_h, What}: what the process hears that the handler was made by. */
  record Heard(Object what) {}

  /** {swap_event, Mod, Args} and {swap_info, Mod, Args}. */
  record Swap<H extends EventHandler<?, ?, ?>>(HandlerKey<H> handler, Supplier<H> module) {}

  private final HandlerInit<Object> init;

  private DummyH(HandlerInit<Object> init) {
    this.init = init;
  }

  /** init(make_error). */
  static DummyH makeError() {
    return new DummyH(HandlerInit.failed("my_error"));
  }

  /** init([Parent]), by the process that calls this. */
  static Supplier<DummyH> parent() {
    Pid parent = Process.self();
    return () -> new DummyH(HandlerInit.ok(parent));
  }

  /** init([Parent, hibernate]). */
  static Supplier<DummyH> hibernating() {
    Pid parent = Process.self();
    return () -> new DummyH(HandlerInit.hibernate(parent));
  }

  /** init({state, State}). */
  static Supplier<DummyH> state(Object state) {
    return () -> new DummyH(HandlerInit.ok(state));
  }

  @Override
  public HandlerInit<Object> init() {
    return init;
  }

  @Override
  public HandlerNext<Object> handleEvent(Object event, Object state) {
    return switch (event) {
      case Swap<?> swap -> swap("swap", state, swap);
      case String s when s.equals("error_event") -> throw new ThrownException(FAULTY);
      case String s when s.equals("do_crash") -> throw new IllegalStateException("badmatch 4");
      case String s when s.equals("hibernate") -> HandlerNext.hibernate(List.of());
      case String s when s.equals("wakeup") -> HandlerNext.ok(List.of());
      case Object other -> heard(other, state);
    };
  }

  private static <H extends EventHandler<?, ?, ?>> HandlerNext<Object> swap(Object args, Object state, Swap<H> swap) {
    return HandlerNext.swap(args, state, swap.handler(), swap.module());
  }

  private static HandlerNext<Object> heard(Object what, Object parent) {
    Process.send((Pid) parent, new Heard(what));
    return HandlerNext.ok(parent);
  }

  @Override
  public HandlerReply<Object> handleCall(DummyAsk<?> request, Object state) {
    return switch (request) {
      case DummyAsk.Hejsan hejsan -> HandlerReply.reply(hejsan, "hejhopp", state);
      case DummyAsk.SwapCall<?> swap -> swapCall(swap, state);
      case DummyAsk.ErrorCall _ -> throw new ThrownException(FAULTY);
      case DummyAsk.ExitCall _ -> throw new IllegalStateException("badmatch 4");
      case DummyAsk.Hibernate hibernate -> HandlerReply.hibernate(hibernate, true, List.of());
      case DummyAsk.HibernateLater later -> {
        Process.sendAfter(Duration.ofSeconds(1), Process.self(), "sleep");
        yield HandlerReply.reply(later, "later", List.of());
      }
      case DummyAsk.DelayedAnswer delayed -> {
        Process.sleep(delayed.after());
        yield HandlerReply.reply(delayed, "delayed", state);
      }
      case DummyAsk.DeleteCall delete -> HandlerReply.reply(delete, "ok", state);
    };
  }

  private static <H extends EventHandler<?, ?, ?>> HandlerReply<Object> swapCall(DummyAsk.SwapCall<H> swap, Object state) {
    return HandlerReply.swap(swap, "swapped", "swap", state, swap.handler(), swap.module());
  }

  @Override
  public HandlerNext<Object> handleInfo(Info info, Object state) {
    return switch (info instanceof Info.Message(Object body) ? body : info) {
      case Swap<?> swap -> swap("swap", state, swap);
      case String s when s.equals("error_info") -> throw new ThrownException(FAULTY);
      case String s when s.equals("do_crash") -> throw new IllegalStateException("badmatch 4");
      case String s when s.equals("sleep") -> HandlerNext.hibernate(List.of());
      case String s when List.of("wake", "gnurf").contains(s) -> HandlerNext.ok(List.of());
      case Info.Exit _ -> HandlerNext.ok(state);
      case Object other -> heard(other, state);
    };
  }

  @Override
  public Object terminate(Removal why, Object state) {
    return switch (why) {
      case Removal.Deleted(Object args) when args.equals("return_hej") -> "return_hej";
      case Removal.Deleted _ when state instanceof Runnable undefInTerminate -> {
        undefInTerminate.run();
        yield "ok";
      }
      case Removal.Swapped(Object args) when args.equals("swap") -> state;
      case Removal.Failed(HandlerFailure.BadReturn(Object value)) when value.equals(FAULTY) -> {
        Process.send((Pid) state, new Heard("returned_error"));
        yield "ok";
      }
      case Removal _ -> "ok";
    };
  }

  @Override
  public Status formatStatus(Status status) {
    return status.withState("dummy_h handler state");
  }
}

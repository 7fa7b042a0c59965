package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.util.function.Supplier;

/**
 * A handler whose callbacks do what the test says. Its state is any object; what it handles besides it tells the process that the
 * test runs in.
 */
final class TestHandler implements EventHandler<Object, Object, TestHandler.Do> {

  /** What runs as handle_event or handle_info. */
  @FunctionalInterface
  interface OnNext {
    HandlerNext<Object> run(Object state) throws Exception;
  }

  /** What runs as handle_call. */
  @FunctionalInterface
  interface OnCall {
    HandlerReply<Object> run(Do request, Object state) throws Exception;
  }

  /** What runs as an init, with what that gets besides: a predecessor, or a last good state. */
  @FunctionalInterface
  interface OnInit {
    HandlerInit<Object> run(Object argument) throws Exception;
  }

  /** What runs as terminate. */
  @FunctionalInterface
  interface OnTerminate {
    Object run(Removal why, Object state) throws Exception;
  }

  /** In the place of a name: each handler. */
  static final String ALL = "all";

  /** An event, or a plain message, that runs as callback of the handler of that name; the others tell that they got it. */
  record Run(String handler, String name, OnNext action) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A request that runs as callback. */
  record Do(OnCall action) implements Request<Object> {}

  /** What the test hears of. */
  record Heard(String handler, String callback, Object what) {}

  /** What init and terminate do. */
  record Script(String name, OnInit init, OnInit afterSwap, OnInit afterFailure, OnTerminate terminate) {
    Script withInit(OnInit init) {
      return new Script(name, init, afterSwap, afterFailure, terminate);
    }

    Script withAfterSwap(OnInit afterSwap) {
      return new Script(name, init, afterSwap, afterFailure, terminate);
    }

    Script withAfterFailure(OnInit afterFailure) {
      return new Script(name, init, afterSwap, afterFailure, terminate);
    }

    Script withTerminate(OnTerminate terminate) {
      return new Script(name, init, afterSwap, afterFailure, terminate);
    }

    /** Makes handlers that tell the process that calls this. */
    Supplier<TestHandler> module() {
      Pid tester = Process.self();
      return () -> new TestHandler(tester, this);
    }

    HandlerKey<TestHandler> key() {
      return TestHandler.key(name);
    }
  }

  private final Pid tester;
  private final Script script;

  private TestHandler(Pid tester, Script script) {
    this.tester = tester;
    this.script = script;
  }

  static HandlerKey<TestHandler> key(String name) {
    return HandlerKey.of(TestHandler.class, name);
  }

  /** A handler whose state is that, also after a swap; after a failure it is the last good one. */
  static Script script(String name, Object state) {
    return new Script(name, _ -> HandlerInit.ok(state), _ -> HandlerInit.ok(state), HandlerInit::ok, (_, _) -> "ok");
  }

  static Run run(String handler, OnNext action) {
    return new Run(handler, "run", action);
  }

  /** One that crashes. */
  static Run crash(String handler) {
    return new Run(handler, "crash", _ -> {
      throw new IllegalStateException("crashed");
    });
  }

  /** A request for the state. */
  static Do state() {
    return new Do((request, state) -> HandlerReply.reply(request, state, state));
  }

  private void tell(String callback, Object what) {
    Process.send(tester, new Heard(script.name(), callback, what));
  }

  @Override
  public HandlerInit<Object> init() throws Exception {
    return script.init().run("none");
  }

  @Override
  public HandlerInit<Object> initAfterSwap(Predecessor predecessor) throws Exception {
    return script.afterSwap().run(predecessor);
  }

  @Override
  public HandlerInit<Object> initAfterFailure(Object lastGood) throws Exception {
    return script.afterFailure().run(lastGood);
  }

  @Override
  public HandlerNext<Object> handleEvent(Object event, Object state) throws Exception {
    return next("event", event, state);
  }

  @Override
  public HandlerReply<Object> handleCall(Do request, Object state) throws Exception {
    return request.action().run(request, state);
  }

  @Override
  public HandlerNext<Object> handleInfo(Info info, Object state) throws Exception {
    return next("info", info instanceof Info.Message(Object body) ? body : info, state);
  }

  private HandlerNext<Object> next(String callback, Object what, Object state) throws Exception {
    if (what instanceof Run run && (run.handler().equals(script.name()) || run.handler().equals(ALL))) {
      return run.action().run(state);
    }
    tell(callback, what instanceof Run run ? run.name() : what);
    return HandlerNext.ok(state);
  }

  @Override
  public Object terminate(Removal why, Object state) throws Exception {
    tell("terminate", why);
    return script.terminate().run(why, state);
  }
}

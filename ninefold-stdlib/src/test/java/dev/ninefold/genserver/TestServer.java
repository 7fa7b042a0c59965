package dev.ninefold.genserver;

import static dev.ninefold.genserver.CallResult.reply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.Status;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server whose callbacks do what the test says: the counterpart of the callback module in gen_server_SUITE. Its state is any object,
 * and what it is told besides it sends to the process that the test runs in.
 */
class TestServer implements GenServer<Object, TestServer.Ask<?>, TestServer.Tell> {

  /** What runs as handle_call. */
  @FunctionalInterface
  interface OnCall {
    CallResult<Object> handle(Do request, From from, Object state) throws Exception;
  }

  /** What runs as another callback. */
  @FunctionalInterface
  interface OnOther {
    Next<Object> handle(Object state) throws Exception;
  }

  /** What runs as init. */
  @FunctionalInterface
  interface OnInit {
    Init<Object> run() throws Exception;
  }

  sealed interface Ask<R> extends Request<R> {}

  /** Runs as handle_call. */
  record Do(String name, OnCall action) implements Ask<Object> {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A casts that runs as handle_cast. */
  record Tell(String name, OnOther action) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A plain message that runs as handle_info. */
  record Msg(String name, OnOther action) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A continuation that runs as handle_continue. */
  record Cont(String name, OnOther action) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What the test hears of. */
  record Heard(String callback, Object what) {}

  private final OnInit init;
  private final @Nullable Pid tester;
  UnaryOperator<Status> formatter = status -> status;
  OnTerminate onTerminate = (reason, state) -> {};

  /** What runs as terminate. */
  @FunctionalInterface
  interface OnTerminate {
    void run(ExitReason reason, Object state) throws Exception;
  }

  TestServer(@Nullable Pid tester, OnInit init) {
    this.tester = tester;
    this.init = init;
  }

  /** One that tells nobody. */
  static TestServer quiet(Object state) {
    return new TestServer(null, () -> Init.ok(state));
  }

  /** One with that init, which tells nobody. */
  static TestServer with(OnInit init) {
    return new TestServer(null, init);
  }

  /** Ends like OTP's test server when told to stop: with a reason that is reported, after the answer {@code ok}. */
  static Do stopping() {
    return new Do("stop", (request, _, state) -> CallResult.stopAndReply(STOPPED, request, "ok", state));
  }

  /** The reason of {@link #stopping}. */
  static final ExitReason STOPPED = new ExitReason.Other("stopped");

  TestServer(Object state) {
    this(Process.self(), () -> Init.ok(state));
  }

  static ServerRef<Ask<?>, Tell> ref(Pid pid) {
    return ServerRef.of(pid);
  }

  /** A request that is answered with the value. */
  static Do answer(Object value) {
    return new Do("answer " + value, (request, _, state) -> reply(request, value, state));
  }

  static Do calling(OnCall action) {
    return new Do("call", action);
  }

  static Do state() {
    return new Do("state", (request, _, state) -> reply(request, state, state));
  }

  static Tell telling(OnOther action) {
    return new Tell("cast", action);
  }

  static Msg message(OnOther action) {
    return new Msg("info", action);
  }

  static Cont continuing(OnOther action) {
    return new Cont("continue", action);
  }

  void tell(String callback, Object what) {
    if (tester != null) {
      Process.send(tester, new Heard(callback, what));
    }
  }

  @Override
  public Init<Object> init() throws Exception {
    return init.run();
  }

  @Override
  public CallResult<Object> handleCall(Ask<?> request, From from, Object state) throws Exception {
    return switch (request) {
      case Do action -> action.action().handle(action, from, state);
    };
  }

  @Override
  public Next<Object> handleCast(Tell message, Object state) throws Exception {
    return message.action().handle(state);
  }

  @Override
  public Next<Object> handleInfo(Info info, Object state) throws Exception {
    if (info instanceof Info.Message(Msg message)) {
      return message.action().handle(state);
    }
    tell("info", info);
    return Next.noReply(state);
  }

  @Override
  public Next<Object> handleContinue(Object term, Object state) throws Exception {
    return ((Cont) term).action().handle(state);
  }

  @Override
  public void terminate(ExitReason reason, Object state) throws Exception {
    tell("terminate", reason);
    onTerminate.run(reason, state);
  }

  @Override
  public Status formatStatus(Status status) {
    return formatter.apply(status);
  }
}

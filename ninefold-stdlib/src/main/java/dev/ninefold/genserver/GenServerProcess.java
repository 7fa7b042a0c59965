package dev.ninefold.genserver;

import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.Cast;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Gen;
import dev.ninefold.gen.Gen.Flavour;
import dev.ninefold.gen.InitialCalled;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Starting;
import dev.ninefold.gen.Status;
import dev.ninefold.genserver.GenServerEngine.Decision;
import dev.ninefold.process.ClientInfo;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.SimulatedCrashException;
import dev.ninefold.process.ThrownException;
import dev.ninefold.process.TimerRef;
import dev.ninefold.report.Level;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a {@link GenServer} as a process. */
final class GenServerProcess<S, Q extends Request<?>, C> extends Behaviour {

  /*
   * Follows gen_server.erl. The state changes only when a callback has returned, so after a crash it is the state before (GS-20).
   * Where OTP waits with a timeout, this has a timer that sends an Expired; one that is not the armed one any more is stale.
   */

  /** The message of a timer of ours. */
  private static final class Expired {
    private final Then then;

    Expired(Then then) {
      this.then = then;
    }

    Info info() {
      return then instanceof Then.AfterTimeoutMessage m ? Info.of(m.message()) : Info.Timeout.TIMEOUT;
    }
  }

  /** One for all servers of a module. */
  private static final ClassValue<InitialCall> INITIAL_CALLS = new ClassValue<>() {
    @Override
    protected InitialCall computeValue(Class<?> module) {
      return new InitialCall(module.getName(), "init", 1);
    }
  };

  private GenServer<S, Q, C> module;
  private @Nullable S state;

  /** The timeout that the last callback asked for, until another message comes. */
  private @Nullable Then waiting;

  private @Nullable Expired armed;
  private @Nullable TimerRef timer;

  private GenServerProcess(Starting starting, GenServer<S, Q, C> module) {
    super(starting);
    this.module = module;
  }

  static <S, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> start(
      Flavour flavour, @Nullable Ref monitor, Supplier<? extends GenServer<S, Q, C>> supplier, StartOptions options) {
    Objects.requireNonNull(supplier, "module: expected what makes the server, for example Stack::new, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    GenServer<S, Q, C> module = Objects.requireNonNull(supplier.get(), "module: the supplier returned null");
    StartResult<Pid> result =
        Gen.start(flavour, monitor, options,
            module instanceof InitialCalled other ? other.initialCall() : INITIAL_CALLS.get(module.getClass()),
            starting -> new GenServerProcess<>(starting, module));
    return switch (result) {
      case StartResult.Ok<Pid> ok -> new StartResult.Ok<>(ok.pid(), ServerRef.of(ok.pid()));
      case StartResult.Ignore<Pid> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<Pid>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  /** Turns the own process into a server; never returns. */
  static <S, Q extends Request<?>, C> ExitException enterLoop(
      GenServer<S, Q, C> module, StartOptions options, S state, Optional<Name> name, Then then) throws Exception {
    Objects.requireNonNull(module, "module: expected the server, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    Objects.requireNonNull(state, "state: expected the first state, got null");
    Objects.requireNonNull(then, "then: expected what the server does first, got null");
    GenServerProcess<S, Q, C> process = new GenServerProcess<>(Gen.entering(options, name), module);
    process.state = state;
    return process.enterLoop(() -> {
      process.proceed(then);
      return then;
    });
  }

  // ---- init

  @Override
  protected void initialise() throws Exception {
    Object returned;
    try {
      returned = module.init();
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      returned = e.value();
    } catch (Throwable e) {
      CrashReport.reportIfAbnormal(e);
      throw ExitException.withoutStack(reasonOf(e));
    }
    switch (returned) {
      case Init.Ok<?> ok -> {
        state = cast(ok.state());
        started();
        proceed(ok.then());
      }
      case Init.Ignore<?> _ -> refuse(new StartResult.Ignore<>(), ExitReason.NORMAL);
      case Init.Failed<?>(ExitReason reason) -> refuse(StartResult.failed(reason), ExitReason.NORMAL);
      case Init.Stop<?>(ExitReason reason) -> fail(reason);
      case null, default -> fail(GenServerEngine.badReturn(returned));
    }
  }

  private void fail(ExitReason reason) {
    CrashReport.reportIfAbnormal(reason);
    refuse(StartResult.failed(reason), reason);
  }

  // ---- messages

  @Override
  protected void dispatch(Object message) throws Exception {
    if (message instanceof Expired expired) {
      if (expired == armed) {
        forgetTimeout();
        Info info = expired.info();
        debugIn(lastOf(info));
        onInfo(info);
      }
      return;
    }
    forgetTimeout();
    debugIn(message);
    switch (message) {
      case ReplyPlace place -> onCall(place.request(), Gen.from(place));
      case Gen.AsyncRequest async -> onCall(async.request(), Gen.from(async));
      case Cast cast -> onCast(cast);
      case Object other -> onInfo(Info.of(other));
    }
  }

  private void onCall(Object request, From from) throws Exception {
    switch (isToCrash() ? crashed() : GenServerCallbacks.call(module, GenServerProcess.<Q>cast(request), from, state())) {
      case Decision.Loop<S>(S next, Then then, GenServerEngine.Answer answer) when answer != null -> {
        state = next;
        boolean isArmed = armInTime(then);
        debugOut(answer.shown(), from, next);
        from.reply(answer.value());
        if (!isArmed) {
          proceed(then);
        }
      }
      case Decision.Loop<S> loop -> {
        from.defer();
        noReply(loop);
        proceed(loop.then());
      }
      case Decision.End<S> end -> throw end(end.reason(), end.state(), request, from, end.answer());
    }
  }

  private void onCast(Cast cast) throws Exception {
    carryOut(isToCrash() ? crashed() : GenServerCallbacks.cast(module, GenServerProcess.<C>cast(cast.message()), state()), cast);
  }

  private void onInfo(Info info) throws Exception {
    carryOut(info(info), lastOf(info));
  }

  private static Object lastOf(Info info) {
    return info instanceof Info.Message(Object body) ? body : info;
  }

  private Decision<S> info(Info info) {
    return isToCrash() ? crashed() : GenServerCallbacks.info(module, info, state());
  }

  private Decision<S> crashed() {
    return GenServerCallbacks.failed(new SimulatedCrashException(), state());
  }

  // ---- what follows

  private void noReply(Decision.Loop<S> loop) {
    state = loop.state();
    debugNoReply(loop.state());
  }

  private void carryOut(Decision<S> decision, Object last) throws Exception {
    switch (decision) {
      case Decision.Loop<S> loop -> {
        noReply(loop);
        proceed(loop.then());
      }
      case Decision.End<S> end -> throw end(end.reason(), end.state(), last, null, end.answer());
    }
  }

  /** Carries out an action, and those of the callbacks that it calls. */
  private void proceed(Then first) throws Exception {
    Then then = first;
    while (true) {
      Decision<S> decision;
      Object last;
      switch (then) {
        case Then.None _, Then.Hibernate _ -> {
          return;
        }
        case Then.Continue next -> {
          decision = isToCrash() ? crashed() : GenServerCallbacks.continuation(module, next, state());
          last = next;
          if (isDebugged()) {
            debug(new SystemEvent.Continue(next.term()));
          }
        }
        case Then.AfterTimeout(Duration after) when after.isZero() && !EventProcess.hasMessages() -> {
          last = Info.Timeout.TIMEOUT;
          debugIn(last);
          decision = info(Info.Timeout.TIMEOUT);
        }
        case Then.AfterTimeout timeout -> {
          waiting = timeout;
          arm(timeout, timeout.after());
          return;
        }
        case Then.AfterTimeoutMessage timeout when timeout.after().isZero() && !timeout.absolute() -> {
          last = timeout.message();
          debugIn(last);
          decision = info(Info.of(last));
        }
        case Then.AfterTimeoutMessage timeout -> {
          arm(timeout, timeout.left(Node.current().clock()));
          return;
        }
      }
      if (!(decision instanceof Decision.Loop<S> loop)) {
        carryOut(decision, last);
        return;
      }
      noReply(loop);
      then = loop.then();
    }
  }

  /** Starts the timer of an action that is nothing but a timeout with some time left; returns whether it is. */
  private boolean armInTime(Then then) {
    Duration after = switch (then) {
      case Then.AfterTimeout timeout -> timeout.after();
      case Then.AfterTimeoutMessage timeout -> timeout.left(Node.current().clock());
      case Then.None _, Then.Continue _, Then.Hibernate _ -> Duration.ZERO;
    };
    if (after.isZero() || Timeout.isInfinite(after)) {
      return false;
    }
    if (then instanceof Then.AfterTimeout) {
      waiting = then;
    }
    arm(then, after);
    return true;
  }

  /** Without any time left the message goes behind those that wait already. */
  private void arm(Then then, Duration after) {
    if (Timeout.isInfinite(after)) {
      return;
    }
    Expired expired = new Expired(then);
    armed = expired;
    if (after.isZero()) {
      EventProcess.sendToSelf(expired);
    } else {
      timer = Process.sendAfter(after, self(), expired);
    }
  }

  private void forgetTimeout() {
    waiting = null;
    disarm();
  }

  private void disarm() {
    armed = null;
    if (timer != null) {
      Process.cancelTimer(timer);
      timer = null;
    }
  }

  /** A timeout starts anew; the timer does before the answer, so that whoever has that may move a manual clock. */
  @Override
  protected void beforeSystemReply() {
    Then again = waiting;
    if (again != null) {
      disarm();
      if (!isSuspended()) {
        armInTime(again);
      }
    }
  }

  @Override
  protected void afterSystemMessage() throws Exception {
    Then again = waiting;
    if (again != null && armed == null && !isSuspended()) {
      proceed(again);
    }
  }

  // ---- the end

  @Override
  protected void terminate(ExitReason reason, Object lastMessage) throws Exception {
    throw end(reason, state(), lastMessage, null, null);
  }

  /** Calls terminate and reports; the process ends with what this returns. */
  private ExitException end(
      ExitReason why, S last, Object message, @Nullable From from, GenServerEngine.@Nullable Answer answer) {
    ExitReason reason = GenServerCallbacks.terminate(module, why, last);
    if (!reason.isSilent()) {
      report(reason, last, message, from);
      CrashReport.reportIfAbnormal(reason);
    }
    if (from != null && answer != null) {
      debugOut(answer.shown(), from, last);
      from.reply(answer.value());
    }
    return ExitException.withoutStack(reason);
  }

  private void report(ExitReason reason, S last, Object message, @Nullable From from) {
    Node.current().report(Level.ERROR, "{gen_server, terminate}", () -> {
      Status status = format(new Status(last, Optional.of(message), Optional.of(reason), log()));
      return TerminateReport
          .genServer(reportName(), status.message().orElse(message), status.state(), status.reason().orElse(reason))
          .withLog(status.log())
          .withClientInfo(from == null ? Optional.empty()
              : Optional.of(from.caller().map(ClientInfo::of).orElseGet(ClientInfo::thread)))
          .withProcessLabel(Process.label(self()));
    });
  }

  private Status format(Status status) {
    try {
      return Objects.requireNonNull(module.formatStatus(status), "formatStatus returned null");
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      return status.withState(module.getClass().getName() + ":formatStatus/1 crashed: " + e.getClass().getName());
    }
  }

  // ---- system messages

  @Override
  protected Object systemGetState() {
    return state();
  }

  @Override
  protected Object systemReplaceState(UnaryOperator<Object> function) {
    S replaced = cast(Objects.requireNonNull(function.apply(state()), "the function returned null"));
    state = replaced;
    return replaced;
  }

  @Override
  protected Object formattedState() {
    return formattedStatus().state();
  }

  @Override
  protected Status formattedStatus() {
    return format(new Status(state(), Optional.empty(), Optional.empty(), log()));
  }

  @Override
  protected void systemCodeChange(Object newModule, Object oldVersion, Object extra) throws Exception {
    if (!(newModule instanceof GenServer<?, ?, ?> server)) {
      throw new IllegalArgumentException(
          "module: expected the new version of the server's module, an instance of " + GenServer.class.getName() + ", got "
              + (newModule == null ? "null" : newModule + ", an instance of " + newModule.getClass().getName()));
    }
    GenServer<S, Q, C> next = cast(server);
    state = Objects.requireNonNull(next.codeChange(oldVersion, state(), extra), "codeChange returned null");
    module = next;
  }

  @Override
  protected String behaviourName() {
    return "gen_server";
  }

  @Override
  protected Class<?> module() {
    return module.getClass();
  }

  private S state() {
    return Objects.requireNonNull(state, "the state is set by init");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // typed by the reference through which it was sent, or by the module itself
  private static <T> T cast(Object object) {
    return (T) object;
  }
}

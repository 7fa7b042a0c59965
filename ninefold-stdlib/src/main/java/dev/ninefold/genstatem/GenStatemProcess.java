package dev.ninefold.genstatem;

import dev.ninefold.debug.EventFormat;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.Cast;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Gen;
import dev.ninefold.gen.Gen.Flavour;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Starting;
import dev.ninefold.gen.Status;
import dev.ninefold.genstatem.StatemEngine.Decision;
import dev.ninefold.genstatem.StatemEngine.Machine;
import dev.ninefold.genstatem.StatemEngine.Next;
import dev.ninefold.genstatem.StatemError.BadReturnFromInit;
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
import dev.ninefold.process.ThrownException;
import dev.ninefold.process.TimerRef;
import dev.ninefold.report.ErrorInfo.Kind;
import dev.ninefold.report.Level;
import dev.ninefold.report.StatemTerminateReport;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a {@link GenStatem} as a process. */
final class GenStatemProcess extends Behaviour {

  /*
   * Follows gen_statem.erl. The machine changes only when a transition is complete, so after a crash it is the one before (also if it was the
   * enter call that crashed). Types of states, data and events are those of the module, and erased here: another module may come.
   */

  /** The message of a timer of ours; one that is not the armed one of its type any more is stale (ST-43). */
  private static final class Expired {
    private final TimeoutType type;
    private @Nullable TimerRef timer;

    Expired(TimeoutType type) {
      this.type = type;
    }
  }

  /** One for all machines of a module. */
  private static final ClassValue<InitialCall> INITIAL_CALLS = new ClassValue<>() {
    @Override
    protected InitialCall computeValue(Class<?> module) {
      return new InitialCall(module.getName(), "init", 1);
    }
  };

  private static final Object UNDEFINED = "undefined";

  /** The one that init is called of; let go of when the machine has it. */
  private @Nullable GenStatem<?, ?, ?, ?> firstModule;

  private @Nullable Machine machine;
  private final Map<TimeoutType, Expired> armed = new HashMap<>();

  private GenStatemProcess(Starting starting, GenStatem<?, ?, ?, ?> module) {
    super(starting);
    this.firstModule = module;
  }

  static <S, D, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> start(
      Flavour flavour, @Nullable Ref monitor, Supplier<? extends GenStatem<S, D, Q, C>> supplier, StartOptions options) {
    Objects.requireNonNull(supplier, "module: expected what makes the machine, for example CodeLock::new, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    GenStatem<S, D, Q, C> module = Objects.requireNonNull(supplier.get(), "module: the supplier returned null");
    StartResult<Pid> result = Gen.start(flavour, monitor, options, INITIAL_CALLS.get(module.getClass()),
        starting -> new GenStatemProcess(starting, module));
    return switch (result) {
      case StartResult.Ok<Pid> ok -> new StartResult.Ok<>(ok.pid(), ServerRef.of(ok.pid()));
      case StartResult.Ignore<Pid> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<Pid>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  /** Turns the own process into a machine; never returns. */
  static <S, D, Q extends Request<?>, C> ExitException enterLoop(
      GenStatem<S, D, Q, C> module, StartOptions options, S state, D data, Optional<Name> name, List<? extends Action> actions)
      throws Exception {
    Objects.requireNonNull(module, "module: expected the machine, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    Machine machine = Machine.of(module, Objects.requireNonNull(state, "state: expected the first state, got null"),
        Objects.requireNonNull(data, "data: expected the first data, got null; for no data use an empty record"));
    GenStatemProcess process = new GenStatemProcess(Gen.entering(options, name), module);
    return process.enterLoop(() -> {
      process.begin(machine, actions);
      return machine;
    });
  }

  // ---- init

  @Override
  protected void initialise() throws Exception {
    Object returned;
    try {
      returned = firstModule().init();
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      returned = e.value();
    } catch (Throwable e) {
      reportInit(kindOf(e), reasonOf(e));
      CrashReport.reportIfAbnormal(e);
      throw ExitException.withoutStack(reasonOf(e));
    }
    switch (returned) {
      case Init.Ok<?, ?> ok -> {
        started();
        begin(Machine.of(firstModule(), ok.state(), ok.data()), ok.actions());
      }
      case Init.Ignore<?, ?> _ -> refuse(new StartResult.Ignore<>(), ExitReason.NORMAL);
      case Init.Failed<?, ?>(ExitReason reason) -> refuse(StartResult.failed(reason), ExitReason.NORMAL);
      case Init.Stop<?, ?>(ExitReason reason) -> fail(reason);
      case null, default -> {
        ExitReason reason = new ExitReason.Other(new BadReturnFromInit(returned == null ? "null" : returned));
        reportInit(Kind.ERROR, reason);
        fail(reason);
      }
    }
  }

  private void fail(ExitReason reason) {
    CrashReport.reportIfAbnormal(reason);
    refuse(StartResult.failed(reason), reason);
  }

  private void begin(Machine first, List<? extends Action> actions) throws Exception {
    machine = first;
    firstModule = null;
    StatemEvents events = null;
    if (isDebugged()) {
      debug(new SystemEvent.Enter(first.modules().head().getClass().getName(), first.state()));
      events = new StatemEvents(StatemEngine.INIT_STATE, first);
      events.actions(actions, first.state());
    }
    carryOut(StatemEngine.started(first, actions), StatemEngine.INIT_STATE, events);
    goOn(next());
  }

  // ---- messages and events

  @Override
  protected void dispatch(Object message) throws Exception {
    switch (message) {
      case Expired expired -> {
        if (armed.remove(expired.type, expired)) {
          Next next = StatemEngine.expired(machine(), expired.type);
          next.event().ifPresent(this::debugEvent);
          goOn(next);
        }
      }
      case ReplyPlace place -> onCall(place.request(), Gen.from(place));
      case Gen.AsyncRequest async -> onCall(async.request(), Gen.from(async));
      case Cast(Object told) -> onEvent(new StateEvent.Cast<>(told));
      case Object other -> onEvent(new StateEvent.Info<>(Info.of(other)));
    }
  }

  private void onCall(Object request, From from) throws Exception {
    StateEvent<?, ?> event = new StateEvent.Call<>((Request<?>) request, from);
    debugEvent(event);
    handle(event);
    from.defer();
    goOn(next());
  }

  private void onEvent(StateEvent<?, ?> event) throws Exception {
    debugEvent(event);
    handle(event);
    goOn(next());
  }

  /** Handles the events that wait inside, until none does (ST-26). */
  private void goOn(Next first) throws Exception {
    Next next = first;
    machine = next.machine();
    while (next.event().isPresent()) {
      handle(next.event().get());
      next = next();
      machine = next.machine();
    }
  }

  /** The next event that waits inside. One of the queue has been seen coming; a zero timeout comes now. */
  private Next next() {
    Machine before = machine();
    Next next = StatemEngine.next(before);
    if (before.queue().isEmpty()) {
      next.event().ifPresent(this::debugEvent);
    }
    return next;
  }

  private void debugEvent(StateEvent<?, ?> event) {
    if (isDebugged()) {
      debug(StatemEvents.in(event, machine().state()));
    }
  }

  private void debug(@Nullable StatemEvents events) {
    if (events != null) {
      events.take().forEach(this::debug);
    }
  }

  private void handle(StateEvent<?, ?> event) throws Exception {
    Machine before = machine();
    Object returned =
        returned(() -> typed(before.modules().head()).handleEvent(cast(event), before.state(), before.data()), before, event);
    StatemEvents events = null;
    if (isDebugged()) {
      events = new StatemEvents(event, before);
      events.returned(returned, before.state());
    }
    carryOut(StatemEngine.handled(before, event, returned), event, events);
  }

  /** What the callback returned or threw as a value. Any other exception ends the machine as it was before the transition. */
  private @Nullable Object returned(Callable<?> callback, Machine before, StateEvent<?, ?> event) {
    try {
      crashIfTold();
      return callback.call();
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return e.value();
    } catch (Throwable e) {
      throw end(kindOf(e), reasonOf(e), before, event);
    }
  }

  private void carryOut(Decision first, StateEvent<?, ?> event, @Nullable StatemEvents events) {
    Decision decision = first;
    while (decision instanceof Decision.Enter enter) {
      decision = enter(enter, event, events);
    }
    switch (decision) {
      case Decision.Enter _ -> throw new IllegalStateException("an enter call is made at once");
      case Decision.Loop(Machine after, List<Timeouts.Effect> effects, List<Action.Reply> replies) -> {
        machine = after;
        effects.forEach(this::carryOut);
        if (events != null) {
          events.arrived(after.state());
          debug(events);
        }
        replies.forEach(GenStatemProcess::send);
      }
      case Decision.End(Kind kind, ExitReason reason, Machine last, List<Action.Reply> replies) -> {
        debug(events);
        replies.forEach(GenStatemProcess::send);
        throw end(kind, reason, last, event);
      }
    }
  }

  private Decision enter(Decision.Enter enter, StateEvent<?, ?> event, @Nullable StatemEvents events) {
    StatemEngine.Transit transit = enter.transit();
    GenStatem<?, ?, ?, ?> module = transit.modules().head();
    if (!EnterCalls.wanted(module, transit.state())) {
      return StatemEngine.entered(transit, Entered.keepStateAndData());
    }
    debug(events);
    transit.replies().forEach(GenStatemProcess::send);
    Machine before = transit.before().withModules(transit.modules());
    Object returned =
        returned(() -> typed(module).stateEnter(enter.oldState(), transit.state(), transit.data()), before, event);
    if (events != null) {
      events.returned(returned, transit.state());
    }
    return StatemEngine.entered(transit.replied(), returned);
  }

  static void send(Action.Reply reply) {
    reply.from().reply(reply.value());
  }

  // ---- timers

  private void carryOut(Timeouts.Effect effect) {
    switch (effect) {
      case Timeouts.Effect.Start(TimeoutType type, Duration time, boolean absolute) -> {
        disarm(type);
        Expired expired = new Expired(type);
        armed.put(type, expired);
        Duration left = absolute ? time.minusNanos(Node.current().clock().nanoTime()) : time;
        // Without any time left the message goes behind those that wait already (ST-37).
        if (left.isNegative() || left.isZero()) {
          EventProcess.sendToSelf(expired);
        } else {
          expired.timer = Process.sendAfter(left, self(), expired);
        }
      }
      case Timeouts.Effect.Cancel(TimeoutType type) -> disarm(type);
    }
  }

  private void disarm(TimeoutType type) {
    Expired expired = armed.remove(type);
    if (expired != null && expired.timer != null) {
      Process.cancelTimer(expired.timer);
    }
  }

  // ---- the end

  @Override
  protected void terminate(ExitReason reason, Object lastMessage) throws Exception {
    throw end(Kind.EXIT, reason, machine(), null);
  }

  /** Calls terminate and reports; the process ends with what this returns. */
  private ExitException end(Kind why, ExitReason given, Machine last, @Nullable StateEvent<?, ?> event) {
    Kind kind = why;
    ExitReason reason = given;
    try {
      typed(last.modules().head()).terminate(given, last.state(), last.data());
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException _) {
      // As if it had returned, and what terminate returns does not matter (ST-60).
    } catch (Throwable e) {
      kind = kindOf(e);
      reason = reasonOf(e);
    }
    if (!reason.isSilent()) {
      report(kind, reason, last, event);
      CrashReport.reportIfAbnormal(reason);
    } else if (isDebugged()) {
      debug(new SystemEvent.Terminate(reason, last.state()));
    }
    return ExitException.withoutStack(reason);
  }

  private void report(Kind kind, ExitReason reason, Machine last, @Nullable StateEvent<?, ?> event) {
    Node.current().report(Level.ERROR, "{gen_statem, terminate}", () -> terminateReport(kind, reason, last, event));
  }

  private StatemTerminateReport terminateReport(
      Kind kind, ExitReason reason, Machine last, @Nullable StateEvent<?, ?> event) {
    List<Object> queue = new ArrayList<>(last.queue().toList());
    if (event != null) {
      queue.addFirst(event);
    }
    StatemStatus status = format(last, new StatemStatus(last.state(), last.data(), Optional.of(reason), queue,
        last.postponedEvents(), List.copyOf(last.timeouts().events()), log()));
    GenStatem<?, ?, ?, ?> module = last.modules().head();
    return new StatemTerminateReport(reportName(), Process.label(self()), status.queue(), status.postponed(), last.moduleNames(),
        callbackMode(module), EnterCalls.wanted(module, last.state()), new StateData<>(status.state(), status.data()),
        status.timeouts(), status.log(), kind, status.reason().orElse(reason), client(event));
  }

  /** Nothing is known but the module, as in OTP. */
  private void reportInit(Kind kind, ExitReason reason) {
    GenStatem<?, ?, ?, ?> module = firstModule();
    Node.current()
        .report(new StatemTerminateReport(reportName(), Process.label(self()), List.of(), List.of(),
            List.of(module.getClass().getName()), callbackMode(module), false, new StateData<>(UNDEFINED, UNDEFINED),
            List.of(),
            List.of(), kind, reason, Optional.empty()));
  }

  private static Optional<Object> client(@Nullable StateEvent<?, ?> event) {
    return event instanceof StateEvent.Call<?, ?>(var _, From from)
        ? Optional.of(from.caller().map(ClientInfo::of).orElseGet(ClientInfo::thread))
        : Optional.empty();
  }

  private static String callbackMode(GenStatem<?, ?, ?, ?> module) {
    return module instanceof StateFunctions ? "state_functions" : "handle_event_function";
  }

  private static StatemStatus format(Machine machine, StatemStatus status) {
    GenStatem<?, ?, ?, ?> module = machine.modules().head();
    try {
      return Objects.requireNonNull(module.formatStatus(status), "formatStatus returned null");
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      String text = module.getClass().getName() + ":formatStatus/1 crashed: " + e.getClass().getName();
      return status.withState(text).withData(text);
    }
  }

  // ---- system messages

  /** Nothing waits for silence: timers run on, and what waits inside was handled before the message (ST-45). */
  @Override
  protected void afterSystemMessage() {}

  @Override
  protected Object systemGetState() {
    return new StateData<>(machine().state(), machine().data());
  }

  @Override
  protected Object systemReplaceState(UnaryOperator<Object> function) {
    Object replaced = Objects.requireNonNull(function.apply(systemGetState()), "the function returned null");
    if (!(replaced instanceof StateData<?, ?>(Object state, Object data))) {
      throw new IllegalArgumentException("the function: expected that it returns a StateData, as it gets one, got " + replaced
          + ", an instance of " + replaced.getClass().getName());
    }
    machine = machine().with(state, data);
    return replaced;
  }

  @Override
  protected Object formattedState() {
    Machine now = machine();
    return format(now, new StatemStatus(now.state(), now.data(), Optional.empty(), List.of(), now.postponedEvents(),
        List.copyOf(now.timeouts().events()), log()));
  }

  @Override
  protected Status formattedStatus() {
    StatemStatus status = (StatemStatus) formattedState();
    return new Status(status, Optional.empty(), Optional.empty(), status.log());
  }

  @Override
  protected void systemCodeChange(Object newModule, Object oldVersion, Object extra) throws Exception {
    if (!(newModule instanceof GenStatem<?, ?, ?, ?> next)) {
      throw new IllegalArgumentException(
          "module: expected the new version of the machine's module, an instance of " + GenStatem.class.getName() + ", got "
              + (newModule == null ? "null" : newModule + ", an instance of " + newModule.getClass().getName()));
    }
    Machine now = machine();
    StateData<?, ?> changed =
        Objects.requireNonNull(next.codeChange(oldVersion, now.state(), now.data(), extra), "codeChange returned null");
    machine = now.withModules(now.modules().tail().prepend(next)).with(changed.state(), changed.data());
  }

  @Override
  protected EventFormat eventFormat() {
    return StatemEvents::format;
  }

  @Override
  protected String behaviourName() {
    return "gen_statem";
  }

  @Override
  protected Class<?> module() {
    Machine now = machine;
    return (now == null ? firstModule() : now.modules().head()).getClass();
  }

  private GenStatem<?, ?, ?, ?> firstModule() {
    return Objects.requireNonNull(firstModule, "the machine has it");
  }

  private Machine machine() {
    return Objects.requireNonNull(machine, "the machine is set by init");
  }

  private static Kind kindOf(Throwable thrown) {
    return thrown instanceof ExitException ? Kind.EXIT : Kind.ERROR;
  }

  @SuppressWarnings("unchecked") // what a machine holds has the types of its module; that of a changed one is who changed it's word
  private static GenStatem<Object, Object, Request<?>, Object> typed(GenStatem<?, ?, ?, ?> module) {
    return (GenStatem<Object, Object, Request<?>, Object>) module;
  }

  @SuppressWarnings("unchecked") // as above
  private static StateEvent<Request<?>, Object> cast(StateEvent<?, ?> event) {
    return (StateEvent<Request<?>, Object>) event;
  }
}

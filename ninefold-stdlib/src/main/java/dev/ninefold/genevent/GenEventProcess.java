package dev.ninefold.genevent;

import dev.ninefold.debug.EventFormat;
import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Gen;
import dev.ninefold.gen.Gen.Flavour;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Starting;
import dev.ninefold.gen.Status;
import dev.ninefold.genevent.GenEventEngine.Answer;
import dev.ninefold.genevent.GenEventEngine.CallDecision;
import dev.ninefold.genevent.GenEventEngine.Decision;
import dev.ninefold.genevent.HandlerCallbacks.Attempt;
import dev.ninefold.genevent.Installed.Away;
import dev.ninefold.genevent.Installed.Here;
import dev.ninefold.genevent.Installed.NotYet;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.report.NoHandleInfoReport;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs an event manager as a process. */
final class GenEventProcess extends Behaviour {

  /*
   * Follows gen_event.erl. What it does not have is the wait of a handler that is to be installed again: then only system messages,
   * exits and the timer are handled, and everything else stays in the mailbox, in its order. An exit that comes meanwhile takes away
   * the handlers of who has ended at once; what the other handlers are told of it goes to the end of the mailbox, behind what
   * that process has sent.
   */

  /** Why a request is refused that is none to a manager. */
  static final ExitReason BADCALL = new ExitReason.Other("badcall");

  private static final InitialCall INITIAL_CALL = new InitialCall("gen_event", "init_it", 6);
  private static final HandlerExit.Reason NORMAL = new HandlerExit.Reason.Normal();
  private static final HandlerExit.Reason SHUTDOWN = new HandlerExit.Reason.Shutdown();

  /** The message of the timer of a handler that waits to be installed again; compared by identity. */
  private static final class Retry {}

  /** An exit that the handlers are still to be told of. */
  private record LateExit(Info.Exit exit) {}

  private HandlerList handlers = HandlerList.EMPTY;
  private boolean deferring;

  private GenEventProcess(Starting starting) {
    super(starting);
  }

  static <E> StartResult<ManagerRef<E>> start(Flavour flavour, @Nullable Ref monitor, StartOptions options) {
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    return switch (Gen.start(flavour, monitor, options, INITIAL_CALL, GenEventProcess::new)) {
      case StartResult.Ok<Pid> ok -> new StartResult.Ok<>(ok.pid(), ManagerRef.of(ok.pid()));
      case StartResult.Ignore<Pid> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<Pid>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  static void reportUnhandled(Object module, Info info) {
    Node.current()
        .report(new NoHandleInfoReport("gen_event", module.getClass().getName(), body(info),
            Process.label(Process.self()).map(label -> label)));
  }

  @Override
  protected void initialise() {
    Process.trapExit(true);
    started();
  }

  // ---- messages

  @Override
  protected void dispatch(Object message) {
    if (!(message instanceof Retry || message instanceof LateExit)) {
      debugIn(message);
    }
    switch (message) {
      case Notify(Object event) -> notifyAll(event);
      case ReplyPlace place -> asked(place.request(), Gen.from(place));
      case Gen.AsyncRequest async -> asked(async.request(), Gen.from(async));
      case Info.Exit exit -> exited(exit);
      case LateExit(Info.Exit exit) -> informAll(exit);
      case Retry retry -> retry(retry);
      case Object other -> informAll(Info.of(other));
    }
    boolean away = handlers.isAnyAway();
    if (away && !deferring) {
      admitOnly(m -> m instanceof Info.Exit || m instanceof Retry);
    } else if (!away && deferring) {
      admitAll();
    }
    deferring = away;
  }

  private void asked(Object request, From from) {
    switch (request) {
      case ManagerRequest.Call<?>(HandlerKey<?> key, Request<?> asked) -> call(key, asked, from);
      case ManagerRequest.SyncNotify(Object event) -> {
        notifyAll(event);
        from.reply("ok");
      }
      case ManagerRequest.AddHandler add -> add(add, from);
      case ManagerRequest.DeleteHandler(HandlerKey<?> key, Object args) -> delete(key, args, from);
      case ManagerRequest.SwapHandler swap -> swap(swap, from);
      case ManagerRequest.WhichHandlers _ -> from.reply(handlers.keys());
      case Object _ -> from.refuse(BADCALL);
    }
  }

  private static Object body(Info info) {
    return info instanceof Info.Message(Object body) ? body : info;
  }

  // ---- events

  private void notifyAll(Object event) {
    eachHere((handler, here) -> carryOut(handler, here, event,
        isToCrash() ? HandlerCallbacks.crashed() : HandlerCallbacks.event(here, event)));
  }

  private void informAll(Info info) {
    eachHere((handler, here) -> carryOut(handler, here, body(info),
        isToCrash() ? HandlerCallbacks.crashed() : HandlerCallbacks.info(here, info)));
  }

  /** What becomes of a handler; null if it is removed. */
  @FunctionalInterface
  private interface Step {
    @Nullable Installed next(Installed handler, Here here);
  }

  private void eachHere(Step step) {
    List<Installed> before = handlers.all();
    List<Installed> after = null;
    for (int i = 0; i < before.size(); i++) {
      Installed handler = before.get(i);
      Installed next = handler.presence() instanceof Here here ? step.next(handler, here) : handler;
      if (next != handler && after == null) {
        after = new ArrayList<>(before.subList(0, i));
      }
      if (after != null && next != null) {
        after.add(next);
      }
    }
    if (after != null) {
      handlers = new HandlerList(after);
    }
  }

  private @Nullable Installed carryOut(Installed handler, Here here, Object message, Decision decision) {
    return switch (decision) {
      case Decision.Keep(Object state) ->
        state == here.state() ? handler : handler.with(new Here(here.module(), state));
      case Decision.Remove _ -> {
        removeLoudly(handler, new Removal.RemoveHandler(), NORMAL);
        yield null;
      }
      case Decision.Swap swap -> swapInPlace(handler, here, swap);
      case Decision.Fail(HandlerFailure failure) -> {
        Removal why = new Removal.Failed(failure);
        reporter().terminateFailed(handler, here, why, HandlerCallbacks.terminate(here, why));
        yield afterFailure(handler,
            new Failure(failure, Optional.of(message), here.state(), here, HandlerExit.Reason.Failed::new));
      }
    };
  }

  private void call(HandlerKey<?> key, Request<?> request, From from) {
    Installed handler = handlers.find(key).orElse(null);
    if (handler == null || !(handler.presence() instanceof Here here)) {
      from.refuse(reason(new HandlerError.NotInstalled(key)));
      return;
    }
    CallDecision called =
        isToCrash() ? new CallDecision(HandlerCallbacks.crashed(), Optional.empty()) : HandlerCallbacks.call(here, request);
    Installed next = carryOut(handler, here, request, called.decision());
    put(handler, next);
    switch (called.decision()) {
      case Decision.Fail(HandlerFailure failure) -> from.refuse(reason(failure));
      case Decision.Keep _, Decision.Remove _, Decision.Swap _ -> from.reply(called.answer().map(Answer::value).orElse(null));
    }
  }

  private void put(Installed handler, @Nullable Installed next) {
    if (next != handler) {
      handlers = next == null ? handlers.remove(handler) : handlers.replace(handler, next);
    }
  }

  private static ExitReason reason(HandlerError error) {
    return new ExitReason.Other(error);
  }

  // ---- adding, deleting, swapping

  private void add(ManagerRequest.AddHandler add, From from) {
    install(Installed.notYet(add.handler(), Optional.empty(), add.supervisor().map(ManagerRequest.Supervisor::owner),
        add.supervisor().flatMap(ManagerRequest.Supervisor::history)), from);
  }

  private void install(Installed handler, From from) {
    handler.owner().ifPresent(Process::link);
    switch (HandlerCallbacks.install(handler, null, false)) {
      case Attempt.Done(Here here) -> {
        handlers = handlers.add(handler.with(here));
        from.reply("ok");
      }
      case Attempt.Not(HandlerFailure failure) -> from.refuse(reason(failure));
    }
  }

  private void delete(HandlerKey<?> key, Object args, From from) {
    Installed handler = handlers.find(key).orElse(null);
    if (handler == null) {
      from.refuse(reason(new HandlerError.NotInstalled(key)));
      return;
    }
    switch (remove(handler, new Removal.Deleted(args), NORMAL)) {
      case Predecessor.Terminated(Object result) -> from.reply(result);
      case Predecessor.Crashed(ExitReason reason) -> from.refuse(reason(new HandlerFailure.Exit(reason)));
      case Predecessor.Missing _ -> from.reply("ok");
    }
  }

  private void swap(ManagerRequest.SwapHandler swap, From from) {
    Optional<Installed> old = handlers.find(swap.old());
    Optional<ManagerRequest.Supervisor> supervisor = swap.supervisor();
    Optional<Pid> owner = supervisor.map(ManagerRequest.Supervisor::owner).or(() -> old.flatMap(Installed::owner));
    Optional<RestartHistory> history =
        supervisor.isPresent() ? supervisor.flatMap(ManagerRequest.Supervisor::history) : old.flatMap(Installed::history);
    Predecessor before = old
        .map(handler -> remove(handler, new Removal.Swapped(swap.args()),
            new HandlerExit.Reason.Swapped(swap.handler().key(), owner)))
        .orElseGet(Predecessor.Missing::new);
    install(Installed.notYet(swap.handler(), Optional.of(before), owner, history), from);
  }

  private @Nullable Installed swapInPlace(Installed handler, Here here, Decision.Swap swap) {
    Predecessor before =
        HandlerCallbacks.terminate(new Here(here.module(), swap.state()), new Removal.Swapped(swap.args()));
    tellRemoved(handler, new HandlerExit.Reason.Swapped(swap.key(), handler.owner()));
    Installed next = Installed.notYet(new ManagerRequest.NewHandler(swap.key(), swap.module()), Optional.of(before),
        handler.owner(), handler.history());
    return switch (HandlerCallbacks.install(next, null, true)) {
      case Attempt.Done(Here there) -> next.with(there);
      case Attempt.Not(HandlerFailure failure) ->
        afterFailure(next, new Failure(failure, Optional.empty(), null, null, HandlerExit.Reason.SwapFailed::new));
    };
  }

  /** Takes a handler out, and tells its owner. */
  private Predecessor remove(Installed handler, Removal why, HandlerExit.Reason reason) {
    handlers = handlers.remove(handler);
    Predecessor result = switch (handler.presence()) {
      case Here here -> HandlerCallbacks.terminate(here, why);
      case Away away -> {
        Process.cancelTimer(away.timer());
        yield new Predecessor.Missing();
      }
      case NotYet _ -> new Predecessor.Missing();
    };
    tellRemoved(handler, reason);
    return result;
  }

  /** The same where nobody gets the result of terminate: if that failed, it is reported. */
  private void removeLoudly(Installed handler, Removal why, HandlerExit.Reason reason) {
    Predecessor result = remove(handler, why, reason);
    if (handler.presence() instanceof Here here) {
      reporter().terminateFailed(handler, here, why, result);
    }
  }

  private void tellRemoved(Installed handler, HandlerExit.Reason reason) {
    handler.owner().ifPresent(owner -> EventProcess.tell(owner, new HandlerExit(self(), handler.key(), reason)));
  }

  // ---- failures

  /**
   * How a handler failed.
   *
   * @param why how
   * @param message what it was given; empty for init
   * @param lastGood its state before, if it had one
   * @param here the handler, if there was one
   * @param exit what its owner is told if it is removed for that
   */
  record Failure(
      HandlerFailure why, Optional<Object> message, @Nullable Object lastGood, @Nullable Here here,
      Function<HandlerFailure, HandlerExit.Reason> exit) {

    Failure ofInit(HandlerFailure again) {
      return new Failure(again, Optional.empty(), lastGood, null, HandlerExit.Reason.Failed::new);
    }
  }

  /** What becomes of a handler that failed: it is installed again, or waits for that, or is removed. */
  private @Nullable Installed afterFailure(Installed handler, Failure first) {
    Installed current = handler;
    Failure failure = first;
    while (true) {
      RestartHistory.Step step =
          current.history().map(history -> history.add(Node.current().clock().nanoTime())).orElse(null);
      if (step == null || !step.allowed()) {
        reporter().failed(current, failure, Optional.empty());
        tellRemoved(current, failure.exit().apply(failure.why()));
        return null;
      }
      RestartHistory history = step.next();
      Duration delay = history.delay(Node.current().random()::nextDouble);
      current = current.with(history);
      reporter().failed(current, failure, Optional.of(delay));
      Object lastGood = history.rule().state() == RestartRule.State.LAST_GOOD ? failure.lastGood() : null;
      // The timer starts before the owner is told, so that whoever is may move a manual clock.
      Installed next = delay.isZero() ? current : current.with(away(delay, lastGood));
      tellRestart(current, failure, history.total(), delay);
      if (next.isAway()) {
        return next;
      }
      switch (HandlerCallbacks.install(current, lastGood, false)) {
        case Attempt.Done(Here here) -> {
          return current.with(here);
        }
        case Attempt.Not(HandlerFailure again) -> failure = failure.ofInit(again);
      }
    }
  }

  private Away away(Duration delay, @Nullable Object lastGood) {
    Retry retry = new Retry();
    return new Away(retry, Process.sendAfter(delay, self(), retry), lastGood);
  }

  private void tellRestart(Installed handler, Failure failure, int restarts, Duration delay) {
    handler.owner()
        .ifPresent(owner -> EventProcess.tell(owner,
            new HandlerRestart(self(), handler.key(), failure.why(), failure.message(), restarts, delay)));
  }

  private void retry(Retry retry) {
    for (Installed handler : handlers.all()) {
      if (handler.presence() instanceof Away away && away.token() == retry) {
        put(handler, switch (HandlerCallbacks.install(handler, away.lastGood(), false)) {
          case Attempt.Done(Here here) -> handler.with(here);
          case Attempt.Not(HandlerFailure failure) -> afterFailure(handler,
              new Failure(failure, Optional.empty(), away.lastGood(), null, HandlerExit.Reason.Failed::new));
        });
      }
    }
  }

  private HandlerReports reporter() {
    return new HandlerReports(reportName());
  }

  // ---- exits and the end

  private void exited(Info.Exit exit) {
    for (Installed handler : handlers.ownedBy(exit.from())) {
      removeLoudly(handler, new Removal.OwnerExited(exit.reason()), SHUTDOWN);
    }
    if (deferring) {
      EventProcess.sendToSelf(new LateExit(exit));
    } else {
      informAll(exit);
    }
  }

  @Override
  protected void terminate(ExitReason reason, Object lastMessage) {
    List<Installed> all = handlers.all();
    for (Installed handler : all) {
      removeLoudly(handler, new Removal.Stop(), SHUTDOWN);
    }
    all.stream().flatMap(handler -> handler.owner().stream()).filter(owner -> owner != parent()).forEach(Process::unlink);
    CrashReport.reportIfAbnormal(reason);
    throw ExitException.withoutStack(reason);
  }

  // ---- system messages

  @Override
  protected void afterSystemMessage() {}

  @Override
  protected Object systemGetState() {
    return states(handlers.all());
  }

  private static List<HandlerState> states(List<Installed> all) {
    return all.stream()
        .flatMap(handler -> handler.presence() instanceof Here here
            ? Optional.of(new HandlerState(handler.key(), here.state())).stream()
            : Optional.<HandlerState>empty().stream())
        .toList();
  }

  @Override
  protected Object systemReplaceState(UnaryOperator<Object> function) {
    eachHere((handler, here) -> HandlerCallbacks.replaced(handler, here, function));
    return states(handlers.all());
  }

  @Override
  protected Object formattedState() {
    return formattedStatus().state();
  }

  @Override
  protected Status formattedStatus() {
    List<InstalledHandler> shown = new ArrayList<>();
    List<Object> log = log();
    for (Installed handler : handlers.all()) {
      Optional<Object> state = Optional.empty();
      if (handler.presence() instanceof Here here) {
        Status status =
            HandlerCallbacks.formatStatus(here, new Status(here.state(), Optional.empty(), Optional.empty(), log));
        state = Optional.of(status.state());
        log = status.log();
      }
      shown.add(new InstalledHandler(handler.key(), state, handler.owner(),
          handler.history().map(RestartHistory::total).orElse(0)));
    }
    return new Status(shown, Optional.empty(), Optional.empty(), log);
  }

  @Override
  protected void systemCodeChange(Object module, Object oldVersion, Object extra) throws Exception {
    List<Installed> changed = new ArrayList<>();
    for (Installed handler : handlers.all()) {
      changed.add(HandlerCallbacks.changed(handler, module, oldVersion, extra));
    }
    handlers = new HandlerList(changed);
  }

  @Override
  protected EventFormat eventFormat() {
    return ManagerEvents::format;
  }

  @Override
  protected String behaviourName() {
    return "gen_event";
  }

  @Override
  protected Class<?> module() {
    return GenEvent.class;
  }
}

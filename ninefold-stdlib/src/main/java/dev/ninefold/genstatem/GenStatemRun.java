package dev.ninefold.genstatem;

import dev.ninefold.gen.Asked;
import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.Request;
import dev.ninefold.genstatem.StatemEngine.Decision;
import dev.ninefold.genstatem.StatemEngine.Machine;
import dev.ninefold.genstatem.StatemEngine.Next;
import dev.ninefold.genstatem.StatemError.BadReturnFromInit;
import dev.ninefold.process.Info;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ThrownException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link GenStatem} without a process, event by event, for tests of what it decides: each method calls the callbacks in the calling
 * thread, those of inserted and postponed events and of entered states included, as the process does. Timeouts are listed, and fire when they
 * are told to, or when the time is moved. What the callbacks do to other processes they do. Not for several threads at once.
 *
 * @param <S> the states
 * @param <D> the data
 * @param <Q> the requests
 * @param <C> the casts
 */
public final class GenStatemRun<S, D, Q extends Request<?>, C> {

  /**
   * A timeout that has not fired.
   *
   * @param type which
   * @param content of the event that comes then
   * @param left the time until then
   */
  public record Running(TimeoutType type, Object content, Duration left) {}

  private final GenStatem<S, D, Q, C> first;
  private final Map<TimeoutType, Duration> deadlines = new LinkedHashMap<>();
  private @Nullable Machine machine;
  private Duration now = Duration.ZERO;
  private @Nullable ExitReason stopped;
  private @Nullable Throwable failure;

  private GenStatemRun(GenStatem<S, D, Q, C> module) {
    first = Objects.requireNonNull(module, "module: expected the machine, for example new Door(), got null");
  }

  /** Calls init, and stateEnter if the machine has it. If init does not return ok, the run has ended already. */
  public static <S, D, Q extends Request<?>, C> GenStatemRun<S, D, Q, C> of(GenStatem<S, D, Q, C> module) {
    GenStatemRun<S, D, Q, C> run = new GenStatemRun<>(module);
    run.init();
    return run;
  }

  private void init() {
    switch (returned(first::init, null)) {
      case Init.Ok<?, ?> ok -> {
        Machine begin = Machine.of(first, ok.state(), ok.data());
        machine = begin;
        carryOut(StatemEngine.started(begin, ok.actions()));
        goOn();
      }
      case Init.Ignore<?, ?> _ -> ended(ExitReason.NORMAL);
      case Init.Failed<?, ?>(ExitReason reason) -> ended(reason);
      case Init.Stop<?, ?>(ExitReason reason) -> ended(reason);
      case Failed _ -> {}
      case null -> ended(new ExitReason.Other(new BadReturnFromInit("null")));
      case Object other -> ended(new ExitReason.Other(new BadReturnFromInit(other)));
    }
  }

  // ---- what comes

  /**
   * Handles a request.
   *
   * @return the reply
   * @throws IllegalStateException if there is none yet; see {@link #ask} for a reply that comes later
   */
  public <R> R call(Request<R> request) {
    Asked<R> asked = ask(request);
    if (!asked.isAnswered()) {
      throw new IllegalStateException("expected a reply to " + request + ", got none; "
          + (stopped == null ? "for one that comes later use ask; postponed: " + postponed()
              : "the machine has ended: " + stopped),
          failure);
    }
    return asked.reply();
  }

  /** Handles a request, which may be answered later. */
  public <R> Asked<R> ask(Request<R> request) {
    Asked<R> asked = new Asked<>(request);
    event(new StateEvent.Call<>(request, asked.from()));
    return asked;
  }

  /** Handles a cast. */
  public void cast(C message) {
    event(new StateEvent.Cast<>(message));
  }

  /** Handles a message of any other kind. */
  public void info(Object message) {
    Objects.requireNonNull(message, "message: expected what to send to the machine, got null");
    event(new StateEvent.Info<>(Info.of(message)));
  }

  private void event(StateEvent<?, ?> event) {
    handle(running(), event);
    goOn();
  }

  /**
   * A timeout fires, whatever time is left.
   *
   * @throws IllegalStateException if none of that type runs
   */
  public void timeout(TimeoutType type) {
    Objects.requireNonNull(type, "type: expected the type of the timeout, for example new TimeoutType.State(), got null");
    Machine before = running();
    if (deadlines.remove(type) == null) {
      throw new IllegalStateException("timeout: expected one of type " + type + " that runs, got " + timeouts());
    }
    Next next = StatemEngine.expired(before, type);
    next.event().ifPresent(event -> handle(next.machine(), event));
    goOn();
  }

  /** The time goes on: the timeouts that are due by then fire, each at its own time. It begins at zero, also for absolute timeouts. */
  public void advance(Duration by) {
    if (Timeout.isInfinite(Timeout.check(by))) {
      throw new IllegalArgumentException("by: expected how far the time goes on, got Timeout.INFINITY");
    }
    Duration target = now.plus(by);
    Optional<TimeoutType> due = due(target);
    while (stopped == null && due.isPresent()) {
      Duration deadline = Objects.requireNonNull(deadlines.get(due.get()));
      now = deadline.compareTo(now) > 0 ? deadline : now;
      timeout(due.get());
      due = due(target);
    }
    now = target;
  }

  private Optional<TimeoutType> due(Duration target) {
    return deadlines.entrySet()
        .stream()
        .filter(entry -> entry.getValue().compareTo(target) <= 0)
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  /** Whoever supervises it stops it: calls terminate. */
  public void stop(ExitReason reason) {
    Objects.requireNonNull(reason, "reason: expected why, for example ExitReason.SHUTDOWN, got null");
    end(reason, running());
  }

  // ---- what there is

  /**
   * The state; the last one if the machine has stopped.
   *
   * @throws IllegalStateException if a callback has failed, or init did not return a state
   */
  @SuppressWarnings("unchecked") // the states are those of the module
  public S state() {
    return (S) seen().state();
  }

  /** The data; as {@link #state()}. */
  @SuppressWarnings("unchecked") // the data is that of the module
  public D data() {
    return (D) seen().data();
  }

  /** The postponed events, oldest first. */
  public List<Object> postponed() {
    return seen().postponedEvents();
  }

  /** The timeouts that have not fired, in the order of their start. */
  public List<Running> timeouts() {
    Map<TimeoutType, Object> contents = seen().timeouts().running();
    return deadlines.entrySet()
        .stream()
        .map(entry -> new Running(entry.getKey(), Objects.requireNonNull(contents.get(entry.getKey())),
            entry.getValue().minus(now)))
        .toList();
  }

  /** Why the machine has stopped; empty if it has not. */
  public Optional<ExitReason> stopped() {
    return Optional.ofNullable(stopped);
  }

  // ---- what follows

  private Machine running() {
    Machine before = machine;
    if (stopped != null || before == null) {
      throw hasEnded();
    }
    return before;
  }

  private Machine seen() {
    Machine last = machine;
    if (failure != null || last == null) {
      throw hasEnded();
    }
    return last;
  }

  private IllegalStateException hasEnded() {
    return new IllegalStateException("expected a machine that runs, got one that has ended: " + stopped, failure);
  }

  private void goOn() {
    while (stopped == null) {
      Next next = StatemEngine.next(running());
      if (next.event().isEmpty()) {
        return;
      }
      handle(next.machine(), next.event().get());
    }
  }

  private void handle(Machine before, StateEvent<?, ?> event) {
    machine = before;
    Object returned =
        returned(() -> typed(before.modules().head()).handleEvent(typed(event), before.state(), before.data()), before);
    if (!(returned instanceof Failed)) {
      carryOut(StatemEngine.handled(before, event, returned));
    }
  }

  private void carryOut(Decision first) {
    Decision decision = first;
    while (decision instanceof Decision.Enter enter) {
      Optional<Decision> entered = enter(enter);
      if (entered.isEmpty()) {
        return;
      }
      decision = entered.get();
    }
    switch (decision) {
      case Decision.Enter _ -> throw new IllegalStateException("an enter call is made at once");
      case Decision.Loop(Machine after, List<Timeouts.Effect> effects, List<Action.Reply> replies) -> {
        machine = after;
        effects.forEach(this::carryOut);
        replies.forEach(GenStatemProcess::send);
      }
      case Decision.End(var _, ExitReason reason, Machine last, List<Action.Reply> replies) -> {
        replies.forEach(GenStatemProcess::send);
        end(reason, last);
      }
    }
  }

  /** What follows from an enter call; nothing if it has failed. */
  private Optional<Decision> enter(Decision.Enter enter) {
    StatemEngine.Transit transit = enter.transit();
    GenStatem<?, ?, ?, ?> module = transit.modules().head();
    if (!EnterCalls.wanted(module, transit.state())) {
      return Optional.of(StatemEngine.entered(transit, Entered.keepStateAndData()));
    }
    transit.replies().forEach(GenStatemProcess::send);
    Object returned = returned(() -> typed(module).stateEnter(enter.oldState(), transit.state(), transit.data()),
        transit.before().withModules(transit.modules()));
    return returned instanceof Failed ? Optional.empty() : Optional.of(StatemEngine.entered(transit.replied(), returned));
  }

  private void carryOut(Timeouts.Effect effect) {
    switch (effect) {
      case Timeouts.Effect.Start(TimeoutType type, Duration time, boolean absolute) -> {
        deadlines.remove(type);
        deadlines.put(type, absolute ? time : now.plus(time));
      }
      case Timeouts.Effect.Cancel(TimeoutType type) -> deadlines.remove(type);
    }
  }

  /** A callback has failed, and the machine has ended. */
  private enum Failed {
    FAILED
  }

  /** What the callback returned or threw as a value. Any other exception ends the machine as it was before the transition. */
  private @Nullable Object returned(Callable<?> callback, @Nullable Machine before) {
    try {
      return callback.call();
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return e.value();
    } catch (Throwable e) {
      if (before == null) {
        ended(Behaviour.reasonOf(e));
      } else {
        end(Behaviour.reasonOf(e), before);
      }
      return Failed.FAILED;
    }
  }

  private void end(ExitReason given, Machine last) {
    machine = last;
    ExitReason reason = given;
    try {
      typed(last.modules().head()).terminate(given, last.state(), last.data());
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException _) {
      // As if it had returned (ST-60).
    } catch (Throwable e) {
      reason = Behaviour.reasonOf(e);
    }
    ended(reason);
  }

  private void ended(ExitReason reason) {
    stopped = reason;
    failure = reason instanceof ExitReason.Crashed(Throwable cause) ? cause : null;
    deadlines.clear();
  }

  @SuppressWarnings("unchecked") // what a machine holds has the types of its module
  private static GenStatem<Object, Object, Request<?>, Object> typed(GenStatem<?, ?, ?, ?> module) {
    return (GenStatem<Object, Object, Request<?>, Object>) module;
  }

  @SuppressWarnings("unchecked") // as above
  private static StateEvent<Request<?>, Object> typed(StateEvent<?, ?> event) {
    return (StateEvent<Request<?>, Object>) event;
  }

  @Override
  public String toString() {
    return first.getClass().getSimpleName() + (stopped != null ? " that has ended: " + stopped
        : machine == null ? "" : " in state " + machine.state() + " with " + machine.data());
  }
}

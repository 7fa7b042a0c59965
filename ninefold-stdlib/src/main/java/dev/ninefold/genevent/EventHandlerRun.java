package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import dev.ninefold.genevent.GenEventEngine.Answer;
import dev.ninefold.genevent.GenEventEngine.CallDecision;
import dev.ninefold.genevent.GenEventEngine.Decision;
import dev.ninefold.genevent.HandlerCallbacks.Attempt;
import dev.ninefold.genevent.Installed.Here;
import dev.ninefold.process.Info;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs an {@link EventHandler} without a manager and without a process, event by event, for tests of what it decides. Each method calls a
 * callback in the calling thread, and terminate if the handler is removed then. Not for several threads at once.
 *
 * @param <S> the state
 * @param <E> the events
 */
public final class EventHandlerRun<S, E> {

  private @Nullable Here here;
  private @Nullable Removal removed;
  private @Nullable Predecessor terminated;
  private @Nullable HandlerKey<?> successor;

  private EventHandlerRun() {}

  /** Calls init. If that does not return ok, the handler is removed already. */
  public static <S, E> EventHandlerRun<S, E> of(EventHandler<S, E, ?> handler) {
    Objects.requireNonNull(handler, "handler: expected the handler, for example new FileLogger(path), got null");
    EventHandlerRun<S, E> run = new EventHandlerRun<>();
    ManagerRequest.NewHandler added = new ManagerRequest.NewHandler(HandlerKey.of(handler.getClass()), () -> handler);
    switch (HandlerCallbacks.install(Installed.notYet(added, Optional.empty(), Optional.empty(), Optional.empty()), null,
        false)) {
      case Attempt.Done(Here installed) -> run.here = installed;
      case Attempt.Not(HandlerFailure failure) -> run.removed = new Removal.Failed(failure);
    }
    return run;
  }

  // ---- what comes

  /** Calls handleEvent. */
  public void event(E event) {
    Objects.requireNonNull(event, "event: expected what has happened, got null");
    Here now = installed();
    carryOut(now, HandlerCallbacks.event(now, event));
  }

  /** Calls handleInfo with a message of any kind. */
  public void info(Object message) {
    Objects.requireNonNull(message, "message: expected what to send to the manager, got null");
    Here now = installed();
    carryOut(now, HandlerCallbacks.info(now, Info.of(message)));
  }

  /**
   * Calls handleCall.
   *
   * @return the reply
   * @throws IllegalStateException if the handler failed instead
   */
  // The request names the type of its reply; null only where that is Void.
  @SuppressWarnings({"unchecked", "NullAway"})
  public <R> R call(Request<R> request) {
    Objects.requireNonNull(request, "request: expected what is asked, got null");
    Here now = installed();
    CallDecision called = HandlerCallbacks.call(now, request);
    carryOut(now, called.decision());
    if (called.answer().isEmpty()) {
      throw new IllegalStateException("expected a reply to " + request + ", got none, for the handler was removed: " + removed,
          failure());
    }
    return (R) called.answer().map(Answer::value).orElse(null);
  }

  /** The manager removes it, for example with {@code new Removal.Stop()}: calls terminate. */
  public void remove(Removal why) {
    Objects.requireNonNull(why, "why: expected why it is removed, for example new Removal.Stop(), got null");
    end(installed(), why);
  }

  // ---- what there is

  /**
   * The state; the last one if the handler was removed.
   *
   * @throws IllegalStateException if one of its callbacks failed
   */
  @SuppressWarnings("unchecked") // the state is that of the handler
  public S state() {
    Here last = here;
    if (last == null || removed instanceof Removal.Failed) {
      throw isRemoved();
    }
    return (S) last.state();
  }

  /** Why it was removed; empty if it is installed. */
  public Optional<Removal> removed() {
    return Optional.ofNullable(removed);
  }

  /** What its terminate came to; empty if that was not called. */
  public Optional<Predecessor> terminated() {
    return Optional.ofNullable(terminated);
  }

  /** The handler that it wants to be followed by, after a swap. */
  public Optional<HandlerKey<?>> successor() {
    return Optional.ofNullable(successor);
  }

  // ---- what follows

  private Here installed() {
    Here now = here;
    if (now == null || removed != null) {
      throw isRemoved();
    }
    return now;
  }

  private IllegalStateException isRemoved() {
    return new IllegalStateException("expected a handler that is installed, got one that was removed: " + removed, failure());
  }

  private @Nullable Throwable failure() {
    return removed instanceof Removal.Failed(HandlerFailure.Exit(ExitReason.Crashed(Throwable cause))) ? cause : null;
  }

  private void carryOut(Here now, Decision decision) {
    switch (decision) {
      case Decision.Keep(Object state) -> here = new Here(now.module(), state);
      case Decision.Remove _ -> end(now, new Removal.RemoveHandler());
      case Decision.Swap swap -> {
        successor = swap.key();
        end(new Here(now.module(), swap.state()), new Removal.Swapped(swap.args()));
      }
      case Decision.Fail(HandlerFailure failure) -> end(now, new Removal.Failed(failure));
    }
  }

  private void end(Here last, Removal why) {
    here = last;
    removed = why;
    terminated = HandlerCallbacks.terminate(last, why);
  }
}

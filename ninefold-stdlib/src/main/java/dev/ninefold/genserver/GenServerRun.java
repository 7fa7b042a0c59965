package dev.ninefold.genserver;

import dev.ninefold.gen.Asked;
import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.GenServerEngine.Answer;
import dev.ninefold.genserver.GenServerEngine.Decision;
import dev.ninefold.process.Info;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ThrownException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link GenServer} without a process, step by step, for tests of what it decides: each method calls a callback in the calling thread,
 * and those that follow from what it returned, as the process does. It has no mailbox, no timer and no name; what the callbacks do to
 * other processes they do. Not for several threads at once.
 *
 * @param <S> the state
 * @param <Q> the requests
 * @param <C> the casts
 */
public final class GenServerRun<S, Q extends Request<?>, C> {

  private final GenServer<S, Q, C> module;
  private @Nullable S state;
  private Then then = Then.None.NONE;
  private @Nullable ExitReason stopped;
  private @Nullable Throwable failure;

  private GenServerRun(GenServer<S, Q, C> module) {
    this.module = Objects.requireNonNull(module, "module: expected the server, for example new Stack(), got null");
  }

  /** Calls init. If that does not return ok, the run has ended already. */
  public static <S, Q extends Request<?>, C> GenServerRun<S, Q, C> of(GenServer<S, Q, C> module) {
    GenServerRun<S, Q, C> run = new GenServerRun<>(module);
    run.init();
    return run;
  }

  @SuppressWarnings("unchecked") // what init returns has the server's state
  private void init() {
    Object returned;
    try {
      returned = module.init();
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      returned = e.value();
    } catch (Throwable e) {
      end(Behaviour.reasonOf(e));
      return;
    }
    switch (returned) {
      case Init.Ok<?> ok -> {
        state = (S) ok.state();
        proceed(ok.then());
      }
      case Init.Ignore<?> _ -> end(ExitReason.NORMAL);
      case Init.Failed<?>(ExitReason reason) -> end(reason);
      case Init.Stop<?>(ExitReason reason) -> end(reason);
      case null, default -> end(GenServerEngine.badReturn(returned));
    }
  }

  // ---- what comes

  /**
   * Calls handleCall.
   *
   * @return the reply
   * @throws IllegalStateException if it did not reply; see {@link #ask} for a reply that comes later
   */
  public <R> R call(Request<R> request) {
    Asked<R> asked = ask(request);
    if (!asked.isAnswered()) {
      throw new IllegalStateException("expected a reply to " + request + ", got none; "
          + (stopped == null ? "for one that comes later use ask" : "the server has ended: " + stopped), failure);
    }
    return asked.reply();
  }

  /** Calls handleCall, which may reply later. */
  public <R> Asked<R> ask(Request<R> request) {
    Asked<R> asked = new Asked<>(request);
    S before = next();
    carryOut(GenServerCallbacks.call(module, typed(request), asked.from(), before), asked.from());
    return asked;
  }

  /** Calls handleCast. */
  public void cast(C message) {
    Objects.requireNonNull(message, "message: expected what to tell the server, got null");
    carryOut(GenServerCallbacks.cast(module, message, next()), null);
  }

  /** Calls handleInfo with a message of any kind. */
  public void info(Object message) {
    Objects.requireNonNull(message, "message: expected what to send to the server, got null");
    carryOut(GenServerCallbacks.info(module, Info.of(message), next()), null);
  }

  /**
   * The time of {@link #then()} has passed: calls handleInfo.
   *
   * @throws IllegalStateException if the server waits for no time
   */
  public void timeout() {
    Info info = switch (then) {
      case Then.AfterTimeout(Duration after) when !Timeout.isInfinite(after) -> Info.Timeout.TIMEOUT;
      case Then.AfterTimeoutMessage timeout when !Timeout.isInfinite(timeout.after()) -> Info.of(timeout.message());
      case Then.None _, Then.AfterTimeout _, Then.AfterTimeoutMessage _, Then.Continue _, Then.Hibernate _ ->
        throw new IllegalStateException(
            "timeout: expected a server that waits for a time to pass, got one that does " + then + " next");
    };
    carryOut(GenServerCallbacks.info(module, info, next()), null);
  }

  /** Whoever supervises it stops it: calls terminate. */
  public void stop(ExitReason reason) {
    Objects.requireNonNull(reason, "reason: expected why, for example ExitReason.SHUTDOWN, got null");
    terminate(reason, next());
  }

  // ---- what there is

  /**
   * The state; the last one if the server has stopped.
   *
   * @throws IllegalStateException if a callback has failed, or init did not return a state
   */
  public S state() {
    S now = state;
    if (now == null || failure != null) {
      throw ended();
    }
    return now;
  }

  /** What the server does next, if nothing comes: nothing, or a timeout. Continuations, and messages at once, were handled. */
  public Then then() {
    return then;
  }

  /** Why the server has stopped; empty if it has not. */
  public Optional<ExitReason> stopped() {
    return Optional.ofNullable(stopped);
  }

  // ---- what follows

  /** The state for the next callback. A message cancels what was waited for. */
  private S next() {
    S now = state;
    if (stopped != null || now == null) {
      throw ended();
    }
    then = Then.None.NONE;
    return now;
  }

  private IllegalStateException ended() {
    return new IllegalStateException("expected a server that runs, got one that has ended: " + stopped, failure);
  }

  private void carryOut(Decision<S> decision, @Nullable From from) {
    switch (decision) {
      case Decision.Loop<S>(S next, Then following, Answer answer) -> {
        state = next;
        reply(from, answer);
        proceed(following);
      }
      case Decision.End<S> end -> end(end, from);
    }
  }

  private void end(Decision.End<S> end, @Nullable From from) {
    terminate(end.reason(), end.state());
    reply(from, end.answer());
  }

  private static void reply(@Nullable From from, @Nullable Answer answer) {
    if (from != null && answer != null) {
      from.reply(answer.value());
    }
  }

  private void proceed(Then first) {
    Then following = first;
    while (true) {
      S now = Objects.requireNonNull(state);
      Decision<S> decision;
      switch (following) {
        case Then.Continue next -> decision = GenServerCallbacks.continuation(module, next, now);
        case Then.AfterTimeoutMessage timeout when timeout.after().isZero() && !timeout.absolute() ->
          decision = GenServerCallbacks.info(module, Info.of(timeout.message()), now);
        case Then.None _, Then.AfterTimeout _, Then.AfterTimeoutMessage _, Then.Hibernate _ -> {
          then = following;
          return;
        }
      }
      switch (decision) {
        case Decision.Loop<S> loop -> {
          state = loop.state();
          following = loop.then();
        }
        case Decision.End<S> end -> {
          end(end, null);
          return;
        }
      }
    }
  }

  private void terminate(ExitReason reason, S last) {
    state = last;
    end(GenServerCallbacks.terminate(module, reason, last));
  }

  private void end(ExitReason reason) {
    stopped = reason;
    failure = reason instanceof ExitReason.Crashed(Throwable cause) ? cause : null;
  }

  @SuppressWarnings("unchecked") // a foreign request fails in the callback, as one that was sent to the process does
  private Q typed(Request<?> request) {
    return (Q) request;
  }

  @Override
  public String toString() {
    return module.getClass().getSimpleName() + (stopped == null ? " in state " + state : " that has ended: " + stopped);
  }
}

package dev.ninefold.genevent;

import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.Status;
import dev.ninefold.genevent.GenEventEngine.CallDecision;
import dev.ninefold.genevent.GenEventEngine.Decision;
import dev.ninefold.genevent.GenEventEngine.InitDecision;
import dev.ninefold.genevent.Installed.Away;
import dev.ninefold.genevent.Installed.Here;
import dev.ninefold.genevent.Installed.NotYet;
import dev.ninefold.process.Info;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.SimulatedCrashException;
import dev.ninefold.process.ThrownException;
import dev.ninefold.process.TimerRef;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls the callbacks of handlers. Whatever leaves them becomes a value; only the end of the manager's process does not. */
final class HandlerCallbacks {

  private HandlerCallbacks() {}

  /** As if a callback had thrown. */
  static Decision crashed() {
    return new Decision.Fail(exit(new SimulatedCrashException()));
  }

  static Decision event(Here handler, Object event) {
    try {
      return GenEventEngine.afterEvent(handler.module().handleEvent(event, handler.state()));
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return GenEventEngine.afterEvent(e.value());
    } catch (Throwable e) {
      return new Decision.Fail(exit(e));
    }
  }

  static Decision info(Here handler, Info info) {
    try {
      return GenEventEngine.afterEvent(handler.module().handleInfo(info, handler.state()));
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return GenEventEngine.afterEvent(e.value());
    } catch (Throwable e) {
      return new Decision.Fail(exit(e));
    }
  }

  static CallDecision call(Here handler, Request<?> request) {
    try {
      return GenEventEngine.afterCall(handler.module().handleCall(request, handler.state()), request);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return GenEventEngine.afterCall(e.value(), request);
    } catch (Throwable e) {
      return new CallDecision(new Decision.Fail(exit(e)), Optional.empty());
    }
  }

  /** What came of an attempt to install a handler. */
  sealed interface Attempt {
    /** It is there. */
    record Done(Here here) implements Attempt {}

    /** It is not. */
    record Not(HandlerFailure failure) implements Attempt {}
  }

  /**
   * Makes a handler and calls its init.
   *
   * @param lastGood the state before a failure, if it is to start with that
   * @param swapInPlace whether it takes the place of one that asked for it
   */
  static Attempt install(Installed handler, @Nullable Object lastGood, boolean swapInPlace) {
    try {
      EventHandler<Object, Object, Request<?>> module = module(handler);
      InitDecision decision;
      try {
        decision = GenEventEngine.afterInit(init(handler, module, lastGood), swapInPlace);
      } catch (ThrownException e) {
        decision = GenEventEngine.afterInit(e.value(), swapInPlace);
      }
      return switch (decision) {
        case InitDecision.Install(Object state) -> new Attempt.Done(new Here(module, state));
        case InitDecision.Fail(HandlerFailure failure) -> new Attempt.Not(failure);
      };
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      return new Attempt.Not(exit(e));
    }
  }

  private static HandlerInit<Object> init(
      Installed handler, EventHandler<Object, Object, Request<?>> module, @Nullable Object lastGood) throws Exception {
    if (lastGood != null) {
      return module.initAfterFailure(lastGood);
    }
    return handler.after().isPresent() ? module.initAfterSwap(handler.after().get()) : module.init();
  }

  /** A new object of the handler's class. */
  // What it gets was typed where it was added, notified and called.
  @SuppressWarnings("unchecked")
  static EventHandler<Object, Object, Request<?>> module(Installed handler) {
    EventHandler<?, ?, ?> module = handler.key().module().cast(handler.factory().get());
    return (EventHandler<Object, Object, Request<?>>) Objects.requireNonNull(module,
        "module: expected an object of " + handler.key().module().getName() + ", but what makes the handler returned null");
  }

  static Predecessor terminate(Here handler, Removal why) {
    try {
      Object result = handler.module().terminate(why, handler.state());
      return new Predecessor.Terminated(Objects.requireNonNullElse(result, "null"));
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return new Predecessor.Terminated(e.value());
    } catch (Throwable e) {
      return new Predecessor.Crashed(Behaviour.reasonOf(e));
    }
  }

  static Status formatStatus(Here handler, Status status) {
    try {
      return Objects.requireNonNull(handler.module().formatStatus(status), "formatStatus returned null");
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      return status
          .withState(handler.module().getClass().getName() + ":formatStatus/1 crashed: " + e.getClass().getName());
    }
  }

  /** The handler with what the function makes of its state; as it was if the function fails, or answers for another handler (GE-51). */
  static Installed replaced(Installed handler, Here here, UnaryOperator<Object> function) {
    try {
      return function.apply(new HandlerState(handler.key(), here.state())) instanceof HandlerState(var key, Object state)
          && key.equals(handler.key()) ? handler.with(new Here(here.module(), state)) : handler;
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      return handler;
    }
  }

  /** The handler as the other version of its code has it, if it is of that class. */
  static Installed changed(Installed handler, Object version, Object oldVersion, Object extra) throws Exception {
    Installed next = switch (version) {
      case HandlerUpgrade<?> upgrade ->
        upgrade.module() == handler.key().module() ? handler.with(upgrade.newVersion()) : null;
      case Class<?> module -> module == handler.key().module() ? handler : null;
      case null, default -> throw new IllegalArgumentException(
          "module: expected the class of handlers, or a HandlerUpgrade, got " + version);
    };
    if (next == null) {
      return handler;
    }
    return switch (next.presence()) {
      case Here here -> {
        var module = version instanceof HandlerUpgrade ? module(next) : here.module();
        yield next.with(new Here(module, codeChange(module, oldVersion, here.state(), extra)));
      }
      case Away(Object token, TimerRef timer, Object lastGood) when lastGood != null ->
        next.with(new Away(token, timer, codeChange(module(next), oldVersion, lastGood, extra)));
      case Away _, NotYet _ -> next;
    };
  }

  private static Object codeChange(
      EventHandler<Object, Object, Request<?>> module, Object oldVersion, Object state, Object extra) throws Exception {
    return Objects.requireNonNull(module.codeChange(oldVersion, state, extra), "codeChange returned null");
  }

  private static HandlerFailure.Exit exit(Throwable thrown) {
    return new HandlerFailure.Exit(Behaviour.reasonOf(thrown));
  }
}

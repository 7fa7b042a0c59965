package dev.ninefold.genserver;

import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.GenServerEngine.Decision;
import dev.ninefold.process.Info;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ThrownException;
import dev.ninefold.term.ExitReason;

/** Calls the callbacks of a server. Whatever leaves them becomes a decision; only the end of the own process does not. */
final class GenServerCallbacks {

  private GenServerCallbacks() {}

  static <S, Q extends Request<?>> Decision<S> call(GenServer<S, Q, ?> module, Q request, From from, S state) {
    Object returned;
    try {
      returned = module.handleCall(request, from, state);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      returned = e.value();
    } catch (Throwable e) {
      return failed(e, state);
    }
    return GenServerEngine.afterCall(returned, request, state);
  }

  static <S, C> Decision<S> cast(GenServer<S, ?, C> module, C message, S state) {
    Object returned;
    try {
      returned = module.handleCast(message, state);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      returned = e.value();
    } catch (Throwable e) {
      return failed(e, state);
    }
    return GenServerEngine.afterOther(returned, state);
  }

  static <S> Decision<S> info(GenServer<S, ?, ?> module, Info info, S state) {
    Object returned;
    try {
      returned = module.handleInfo(info, state);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      returned = e.value();
    } catch (Throwable e) {
      return failed(e, state);
    }
    return GenServerEngine.afterOther(returned, state);
  }

  static <S> Decision<S> continuation(GenServer<S, ?, ?> module, Then.Continue then, S state) {
    Object returned;
    try {
      returned = module.handleContinue(then.term(), state);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      returned = e.value();
    } catch (Throwable e) {
      return failed(e, state);
    }
    return GenServerEngine.afterOther(returned, state);
  }

  /** The reason with which the server ends in the end. */
  static <S> ExitReason terminate(GenServer<S, ?, ?> module, ExitReason reason, S state) {
    try {
      module.terminate(reason, state);
      return reason;
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException _) {
      // As if it had returned, and what terminate returns does not matter (GS-42, GS-43).
      return reason;
    } catch (Throwable e) {
      return Behaviour.reasonOf(e);
    }
  }

  /** A callback has thrown what is no value. */
  static <S> Decision<S> failed(Throwable thrown, S state) {
    return new Decision.End<>(Behaviour.reasonOf(thrown), state, null);
  }
}

package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import dev.ninefold.process.Pid;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is asked of a manager.
 *
 * @param <R> the reply
 */
sealed interface ManagerRequest<R> extends Request<R> {

  /** What is to be installed. */
  record NewHandler(HandlerKey<?> key, Supplier<? extends EventHandler<?, ?, ?>> module) {}

  /** Who is to supervise it, and how. */
  record Supervisor(Pid owner, Optional<RestartRule> rule) {
    Optional<RestartHistory> history() {
      return rule.map(RestartHistory::of);
    }
  }

  record AddHandler(NewHandler handler, Optional<Supervisor> supervisor) implements ManagerRequest<String> {
    @Override
    public String toString() {
      return "{" + (supervisor.isPresent() ? "add_sup_handler, " : "add_handler, ") + handler.key() + "}";
    }
  }

  record DeleteHandler(HandlerKey<?> handler, Object args) implements ManagerRequest<Object> {
    @Override
    public String toString() {
      return "{delete_handler, " + handler + ", " + args + "}";
    }
  }

  record SwapHandler(HandlerKey<?> old, Object args, NewHandler handler, Optional<Supervisor> supervisor)
      implements
        ManagerRequest<String> {
    @Override
    public String toString() {
      return "{" + (supervisor.isPresent() ? "swap_sup_handler, " : "swap_handler, ") + old + ", " + args + ", " + handler.key()
          + "}";
    }
  }

  record WhichHandlers() implements ManagerRequest<List<HandlerKey<?>>> {
    @Override
    public String toString() {
      return "which_handlers";
    }
  }

  record SyncNotify(Object event) implements ManagerRequest<String> {
    @Override
    public String toString() {
      return "{sync_notify, " + event + "}";
    }
  }

  /** A request to one handler. */
  record Call<R>(HandlerKey<?> handler, Request<R> request) implements ManagerRequest<R> {
    @Override
    public String toString() {
      return handler + ", " + request;
    }
  }
}

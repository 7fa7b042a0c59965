package dev.ninefold.genevent;

import dev.ninefold.process.Pid;
import java.util.Objects;
import java.util.Optional;

/**
 * The message that the owner of a supervised handler gets when the handler is removed: OTP's {@code {gen_event_EXIT, Handler, Reason}}.
 * Exactly one comes for each removal, unless the manager is killed.
 *
 * @param manager the manager
 * @param handler the handler
 * @param reason why
 */
public record HandlerExit(Pid manager, HandlerKey<?> handler, Reason reason) {

  public HandlerExit {
    Objects.requireNonNull(manager, "manager: expected the pid of the manager, got null");
    Objects.requireNonNull(handler, "handler: expected the key of the handler, got null");
    Objects.requireNonNull(reason, "reason: expected why the handler was removed, got null");
  }

  /** Why a handler was removed. */
  public sealed interface Reason {

    /** It was deleted, or wanted to be removed. */
    record Normal() implements Reason {
      @Override
      public String toString() {
        return "normal";
      }
    }

    /** The manager stops. */
    record Shutdown() implements Reason {
      @Override
      public String toString() {
        return "shutdown";
      }
    }

    /**
     * Another handler has taken its place.
     *
     * @param newHandler the other one
     * @param owner who supervises that
     */
    record Swapped(HandlerKey<?> newHandler, Optional<Pid> owner) implements Reason {
      @Override
      public String toString() {
        return "{swapped, " + newHandler + ", " + owner.map(Pid::toString).orElse("false") + "}";
      }
    }

    /**
     * It failed.
     *
     * @param failure how
     */
    record Failed(HandlerFailure failure) implements Reason {
      @Override
      public String toString() {
        return failure.toString();
      }
    }

    /**
     * It was to take the place of a handler that asked for it, and its init failed: OTP's {@code crash}.
     *
     * @param failure how
     */
    record SwapFailed(HandlerFailure failure) implements Reason {
      @Override
      public String toString() {
        return "crash";
      }
    }
  }

  @Override
  public String toString() {
    return "{gen_event_EXIT, " + handler + ", " + reason + "}";
  }
}

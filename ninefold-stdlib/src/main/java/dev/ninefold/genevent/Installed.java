package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import dev.ninefold.process.Pid;
import dev.ninefold.process.TimerRef;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A handler of a manager.
 *
 * @param key by what it is addressed
 * @param factory makes it, and makes it again
 * @param after what the handler before it has left, if it was installed by a swap
 * @param owner who supervises it
 * @param history its restarts, if it has a rule
 * @param presence whether it can handle anything
 */
record Installed(
    HandlerKey<?> key, Supplier<? extends EventHandler<?, ?, ?>> factory, Optional<Predecessor> after, Optional<Pid> owner,
    Optional<RestartHistory> history, Presence presence) {

  /** Whether a handler can handle anything now. */
  sealed interface Presence {}

  /** It is about to be installed. */
  record NotYet() implements Presence {}

  /** It can. */
  record Here(EventHandler<Object, Object, Request<?>> module, Object state) implements Presence {}

  /**
   * It has failed, and waits to be installed again.
   *
   * @param token the message of the timer
   * @param timer the timer
   * @param lastGood the state before the failure
   */
  record Away(Object token, TimerRef timer, @Nullable Object lastGood) implements Presence {}

  static Installed notYet(
      ManagerRequest.NewHandler handler, Optional<Predecessor> after, Optional<Pid> owner, Optional<RestartHistory> history) {
    return new Installed(handler.key(), handler.module(), after, owner, history, new NotYet());
  }

  Installed with(Presence presence) {
    return new Installed(key, factory, after, owner, history, presence);
  }

  Installed with(RestartHistory history) {
    return new Installed(key, factory, after, owner, Optional.of(history), presence);
  }

  Installed with(Supplier<? extends EventHandler<?, ?, ?>> factory) {
    return new Installed(key, factory, after, owner, history, presence);
  }

  boolean isOwnedBy(Pid pid) {
    return owner.isPresent() && Objects.equals(owner.get(), pid);
  }

  boolean isAway() {
    return presence instanceof Away;
  }

  boolean isAway(Object token) {
    return presence instanceof Away away && away.token() == token;
  }
}

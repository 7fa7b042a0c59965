package dev.ninefold.gen;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and where its reply goes: OTP's {@code From}. May be kept, and used by any process or thread, once; a second
 * reply goes nowhere.
 */
public abstract sealed class From {

  private From() {}

  /** The process that asked; empty if it was a thread that is no process. */
  public abstract Optional<Pid> caller();

  /** Where the reply to the request goes; typed by the request. */
  public <R> ReplyTo<R> to(Request<R> request) {
    return value -> reply(value);
  }

  /** Sends the reply. Returns false if it is known not to be the first one. For behaviours; users reply by {@link #to}. */
  public abstract boolean reply(@Nullable Object value);

  /** Tells who asked that there will be no reply, for the server does not know the request. For behaviours, in their own process. */
  public abstract void refuse(ExitReason reason);

  /** The handler has returned without a reply; it will come later. For behaviours. */
  public abstract void defer();

  /**
   * An origin that is nobody, for who calls the callbacks of a behaviour without a process.
   *
   * @param replies gets the reply
   */
  public static From toNobody(Consumer<@Nullable Object> replies) {
    return new Noting(Objects.requireNonNull(replies, "replies: expected what gets the reply, got null"));
  }

  /** The origin of a request that came by a call. */
  static From of(ReplyPlace place) {
    return new Call(place);
  }

  /** The origin of a request that came by {@code sendRequest}. */
  static From of(Pid caller, Ref alias) {
    return new Async(caller, alias);
  }

  private static final class Call extends From {
    private final ReplyPlace place;

    Call(ReplyPlace place) {
      this.place = place;
    }

    @Override
    public Optional<Pid> caller() {
      return Optional.ofNullable(place.caller());
    }

    @Override
    public boolean reply(@Nullable Object value) {
      return place.reply(value);
    }

    @Override
    public void refuse(ExitReason reason) {
      place.refuse(reason);
    }

    @Override
    public void defer() {
      if (!place.isSettled()) {
        place.defer();
      }
    }

    @Override
    public String toString() {
      return "{" + caller().map(Object::toString).orElse("a thread") + ", " + System.identityHashCode(place) + "}";
    }
  }

  private static final class Async extends From {
    private final Pid caller;
    private final Ref alias;

    Async(Pid caller, Ref alias) {
      this.caller = caller;
      this.alias = alias;
    }

    @Override
    public Optional<Pid> caller() {
      return Optional.of(caller);
    }

    @Override
    public boolean reply(@Nullable Object value) {
      Process.send(alias, new AsyncReply(alias, value));
      return true;
    }

    @Override
    public void refuse(ExitReason reason) {
      Process.send(alias, new AsyncReply(alias, new AsyncReply.Refusal(reason, Process.self())));
    }

    @Override
    public void defer() {
      // The caller monitors the server: there is nothing to note.
    }

    @Override
    public String toString() {
      return "{" + caller + ", " + alias + "}";
    }
  }

  private static final class Noting extends From {
    private final AtomicReference<@Nullable Consumer<@Nullable Object>> replies;

    Noting(Consumer<@Nullable Object> replies) {
      this.replies = new AtomicReference<>(replies);
    }

    @Override
    public Optional<Pid> caller() {
      return Optional.empty();
    }

    @Override
    public boolean reply(@Nullable Object value) {
      Consumer<@Nullable Object> first = replies.getAndSet(null);
      if (first != null) {
        first.accept(value);
      }
      return first != null;
    }

    @Override
    public void refuse(ExitReason reason) {
      replies.set(null);
    }

    @Override
    public void defer() {
      // Nobody waits.
    }

    @Override
    public String toString() {
      return "{nobody, " + System.identityHashCode(this) + "}";
    }
  }
}

package dev.ninefold.gen;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A request to a behaviour that runs without a process, and its reply, which may come later.
 *
 * @param <R> the reply
 */
public final class Asked<R> {

  private final Request<R> request;
  private final AtomicBoolean answered = new AtomicBoolean();
  private volatile @Nullable Object value;
  private final From from = From.toNobody(reply -> {
    value = reply;
    answered.set(true);
  });

  /** A request that was not answered yet. */
  public Asked(Request<R> request) {
    this.request = Objects.requireNonNull(request, "request: expected what is asked, got null");
  }

  /** Who asks, for the callback. */
  public From from() {
    return from;
  }

  /** What is asked. */
  public Request<R> request() {
    return request;
  }

  /** Whether there is a reply. */
  public boolean isAnswered() {
    return answered.get();
  }

  /**
   * The reply.
   *
   * @throws IllegalStateException if there is none
   */
  // The request names the type of its reply; null only where that is Void.
  @SuppressWarnings({"unchecked", "NullAway"})
  public R reply() {
    if (!isAnswered()) {
      throw new IllegalStateException("expected a reply to " + request + ", got none so far");
    }
    return (R) value;
  }

  @Override
  public String toString() {
    return request + (isAnswered() ? ", answered with " + value : ", not answered");
  }
}

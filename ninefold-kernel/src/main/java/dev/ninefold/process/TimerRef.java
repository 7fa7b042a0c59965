package dev.ninefold.process;

import dev.ninefold.time.Timer;
import org.jspecify.annotations.Nullable;

/** A started timer, to be cancelled or read by any process or thread. */
public final class TimerRef {

  private final Ref ref;
  private final Timer timer;
  private final Node node;
  private final @Nullable BoundTimer bound;

  TimerRef(Ref ref, Timer timer, Node node, @Nullable BoundTimer bound) {
    this.bound = bound;
    this.ref = ref;
    this.timer = timer;
    this.node = node;
  }

  /** The reference in the message of a {@code startTimer} timer. */
  public Ref ref() {
    return ref;
  }

  Timer timer() {
    return timer;
  }

  /** What ties it to a process; null if it sends to a name. */
  @Nullable BoundTimer bound() {
    return bound;
  }

  Node node() {
    return node;
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
